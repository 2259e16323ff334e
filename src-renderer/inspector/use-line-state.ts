import { useSyncExternalStore } from 'react';
import type { LineStateValue } from '#shared/contract/episodes.ts';
import type { RecordId } from '#shared/ids.ts';
import { useSession } from './use-episode-edit.ts';

/** How a line stands, as the core last said; undefined: it has not yet. */
export function useLineState(id: RecordId): LineStateValue | undefined {
  const { store } = useSession();
  return useSyncExternalStore(store.subscribe, () => store.getState().lineStates.get(id));
}
