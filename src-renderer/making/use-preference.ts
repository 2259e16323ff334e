import { useEffect } from 'react';
import type { RecordId } from '#shared/ids.ts';
import { useStudio } from '../app/studio-context.ts';

/** Somebody who scrolls past does not look: it counts what stays in sight this long. */
const LOOKED_AT_AFTER_MS = 300;

/** While lines are being spoken, those in sight go first. */
export function usePreference(visibleIds: readonly RecordId[]): void {
  const { making, failures } = useStudio();
  const key = visibleIds.join(' ');
  useEffect(() => {
    const ids = key === '' ? [] : (key.split(' ') as RecordId[]);
    const timer = setTimeout(() => void failures.attempt(() => making.prefer(ids)), LOOKED_AT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [making, failures, key]);
}
