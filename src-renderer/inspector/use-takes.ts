import { useCallback, useEffect, useState } from 'react';
import type { Output } from '#shared/contract/contract.ts';
import type { Line } from '#shared/document/records.ts';
import { useStudio } from '../app/studio-context.ts';
import { useSession } from './use-episode-edit.ts';

export type LineTakes = Output<'takes.ofLine'>;

/** Every take of a line; asked again when its words, its take or its speaker change. null: not known yet. */
export function useTakes({ id, text, takeId, speakerId, direction }: Line): {
  readonly takes: LineTakes | null;
  readonly reload: () => void;
} {
  const { client, failures } = useStudio();
  const session = useSession();
  const [takes, setTakes] = useState<LineTakes | null>(null);
  const reload = useCallback(() => {
    void failures.attempt(async () => {
      await session.settled();
      setTakes(await client.call('takes.ofLine', { episodeId: session.id, blockId: id }));
    });
  }, [client, failures, session, id]);
  useEffect(() => {
    // What the line says now decides which takes fit it.
    void [text, takeId, speakerId, direction];
    reload();
  }, [reload, text, takeId, speakerId, direction]);
  return { takes, reload };
}
