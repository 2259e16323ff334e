import type { Command } from '#shared/document/commands.ts';
import type { EpisodeSession } from '../episode/episode-session.ts';
import type { Gesture } from '../episode/gesture.ts';
import { type EditName, labelFor } from './edit-name.ts';

/** A drag whose every step is computed from where it began: one entry of the history, none where it ends as it began. */
export class TimelineDrag {
  readonly #session: Pick<EpisodeSession, 'beginGesture'>;
  readonly #label: EditName;
  #gesture: Gesture | null = null;
  #last = '';

  constructor(session: Pick<EpisodeSession, 'beginGesture'>, label: EditName) {
    this.#session = session;
    this.#label = label;
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
    this.#gesture ??= this.#session.beginGesture(labelFor(commands, this.#label));
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
