import { useEffect, useRef } from 'react';
import type { Command } from '#shared/document/commands.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeSession } from '../episode/episode-session.ts';
import type { Gesture } from '../episode/gesture.ts';

/** The open episode's session: an inspector is only there where one is open. */
export function useSession(): EpisodeSession {
  const session = useStudioState((state) => state.session);
  if (!session) throw new Error('No episode is open');
  return session;
}

/** One edit, one entry of the history. */
export function useEdit(): (...commands: readonly Command[]) => boolean {
  const session = useSession();
  return (...commands) => session.edit(commands);
}

/** Of a field that is dragged, stepped or typed in: many edits that are undone as one. */
export function useFieldGesture() {
  const studio = useStudio();
  const gesture = useRef<Gesture | null>(null);
  const commit = (): void => {
    gesture.current?.commit();
    gesture.current = null;
  };
  // Something else was selected in the middle of it.
  useEffect(() => () => gesture.current?.commit(), []);
  return {
    change: (...commands: readonly Command[]): void => {
      gesture.current ??= studio.state.session?.beginGesture() ?? null;
      gesture.current?.edit(commands);
    },
    commit,
  };
}
