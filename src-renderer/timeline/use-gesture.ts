import { useEffect, useRef } from 'react';
import type { Command } from '#shared/document/commands.ts';
import { useStudio } from '../app/studio-context.ts';
import type { Gesture } from '../episode/gesture.ts';

/** A knob turned or a slider dragged is one entry of the history: edit while it moves, commit when it is let go. */
export function useGesture(): { edit(commands: readonly Command[]): void; commit(): void } {
  const studio = useStudio();
  const gesture = useRef<Gesture | null>(null);
  const commit = (): void => {
    gesture.current?.commit();
    gesture.current = null;
  };
  useEffect(() => () => gesture.current?.commit(), []);
  return {
    edit(commands) {
      gesture.current ??= studio.state.session?.beginGesture() ?? null;
      gesture.current?.edit(commands);
    },
    commit,
  };
}
