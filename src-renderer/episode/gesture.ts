import type { Command } from '#shared/document/commands.ts';
import { EMPTY_DIFF, isEmptyDiff, type RecordsDiff, squashDiffs } from '#shared/document/diff.ts';
import type { Work } from './pending-edit.ts';

/** Many edits, one thing to undo. */
export interface Gesture {
  /** As `EpisodeSession.edit`. Nothing happens once the gesture is over. */
  edit(commands: readonly Command[]): boolean;
  /** One entry of the history; none where nothing was changed. */
  commit(): void;
  /** As if it had never been. */
  cancel(): void;
}

/** `run` does the work and answers what changed; null: it could not be done. */
export function createGesture(
  name: string,
  label: string | undefined,
  run: (work: Work) => RecordsDiff | null,
): Gesture {
  let done: RecordsDiff = EMPTY_DIFF;
  let isOver = false;
  const end = (work: () => Work): void => {
    if (!isOver && !isEmptyDiff(done)) run(work());
    isOver = true;
  };
  return {
    edit: (commands) => {
      if (isOver) return false;
      const diff = run({ kind: 'edit', commands, gesture: name, ...(label === undefined ? {} : { label }) });
      if (diff) done = squashDiffs([done, diff]);
      return diff !== null;
    },
    commit: () => end(() => ({ kind: 'commitGesture', gesture: name })),
    cancel: () => end(() => ({ kind: 'cancelGesture', gesture: name, done })),
  };
}

/** After so long without a key, what was typed is one thing to undo. */
const ENDS_AFTER_MS = 1_500;

/** Bursts of typing: a gesture for each place, until a pause. */
export class Typing {
  readonly #begin: () => Gesture;
  #burst: { readonly key: string; readonly gesture: Gesture } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(begin: () => Gesture) {
    this.#begin = begin;
  }

  type(key: string, commands: readonly Command[]): boolean {
    if (this.#burst?.key !== key) {
      this.end();
      this.#burst = { key, gesture: this.#begin() };
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), ENDS_AFTER_MS);
    return this.#burst.gesture.edit(commands);
  }

  end(): void {
    clearTimeout(this.#timer);
    const burst = this.#burst;
    this.#burst = null;
    burst?.gesture.commit();
  }
}
