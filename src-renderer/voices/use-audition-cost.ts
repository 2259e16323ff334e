import { useEffect, useState } from 'react';
import type { Output } from '#shared/contract/contract.ts';
import type { VoiceBinding } from '#shared/document/records.ts';
import { useStudio } from '../app/studio-context.ts';

type Cost = Output<'voices.auditionCost'>;

const ASK_AFTER_MS = 250;

/**
 * What hearing a sentence would cost; null while that is not known, or where it cannot be said as it is. `times`: how
 * often it was heard, after which it costs less.
 */
export function useAuditionCost(
  binding: VoiceBinding | null,
  text: string,
  language: string,
  times: number,
): Cost | null {
  const { client } = useStudio();
  const [known, setKnown] = useState<{ readonly key: string; readonly cost: Cost } | null>(null);
  const key = JSON.stringify([binding, text, language, times]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is all that is asked
  useEffect(() => {
    if (!binding) return undefined;
    const timer = setTimeout(() => {
      client.call('voices.auditionCost', { binding, text, language }).then(
        (cost) => setKnown({ key, cost }),
        // What stands in the way is said when it is to be heard.
        () => undefined,
      );
    }, ASK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [client, key]);
  return known?.key === key ? known.cost : null;
}
