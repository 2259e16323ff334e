import type { Command } from '#shared/document/commands.ts';
import type { EpisodeSession } from '../episode/episode-session.ts';
import type { Gesture } from '../episode/gesture.ts';

/** A drag whose every step is computed from where it began: one entry of the history, none where it ends as it began. */
export class TimelineDrag {
  readonly #session: Pick<EpisodeSession, 'beginGesture'>;
  #gesture: Gesture | null = null;
  #last = '';

  constructor(session: Pick<EpisodeSession, 'beginGesture'>) {
    this.#session = session;
  }

  /** `commands` make the whole of what was done so far of the episode as it was. */
  apply(commands: readonly Command[]): void {
    const text = JSON.stringify(commands);
    if (text === this.#last) return;
    this.#last = text;
    if (commands.length === 0) {
      // Back where it began.
      this.cancel();
      return;
    }
    this.#gesture ??= this.#session.beginGesture();
    this.#gesture.edit(commands);
  }

  commit(): void {
    this.#gesture?.commit();
    this.#gesture = null;
  }

  cancel(): void {
    this.#gesture?.cancel();
    this.#gesture = null;
  }
}
