import type { Studio } from '../app/studio.ts';
import { type ClipTarget, endOf, startOf, targetOf } from './edits/editable.ts';
import { gainOf, setGain } from './edits/level-clip.ts';
import { ClipMove } from './edits/move-clips.ts';
import { trimOf } from './edits/trim-clip.ts';
import { selectedTargets } from './selected-clips.ts';
import { NUDGE_SAMPLES } from './timeline-control.ts';
import { TimelineDrag } from './timeline-drag.ts';

const GAIN_STEP_DB = 0.5;
const FAR = 10;

type Way = 'move' | 'start' | 'end' | 'gain';

/** What a key does while a clip is adjusted. */
interface Step {
  readonly way: Way;
  readonly amount: number;
}

interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** null: the key is for somebody else. */
export function stepOf({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyPress): Step | null {
  const scale = shiftKey ? FAR : 1;
  const along = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (along !== undefined) {
    const way = altKey ? 'start' : ctrlKey || metaKey ? 'end' : 'move';
    return { way, amount: along * scale * NUDGE_SAMPLES };
  }
  const up = { ArrowUp: 1, ArrowDown: -1 }[key];
  return up === undefined || altKey || ctrlKey || metaKey ? null : { way: 'gain', amount: up * scale * GAIN_STEP_DB };
}

/**
 * Moving, trimming and levelling the active clip by keys, told as it goes. Enter or F2 begins, Enter keeps, Escape takes
 * back what was done last: each way is one entry of the history.
 */
export class AdjustByKeys {
  readonly #studio: Studio;
  #going: {
    readonly way: Way;
    readonly drag: TimelineDrag;
    readonly pull: (amount: number) => void;
    amount: number;
  } | null = null;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  /** True: the key was used. */
  key(press: KeyPress): boolean {
    const { timeline, state } = this.#studio;
    if (!state.timeline.isAdjusting) {
      if ((press.key !== 'Enter' && press.key !== 'F2') || this.#target === null) return false;
      if (press.ctrlKey || press.metaKey || press.altKey) return false;
      timeline.set({ isAdjusting: true });
      timeline.announce('adjusting');
      return true;
    }
    if (press.key === 'Enter' || press.key === 'F2' || press.key === 'Escape') {
      this.end(press.key !== 'Escape');
      return true;
    }
    const step = stepOf(press);
    if (!step) return false;
    this.#take(step);
    return true;
  }

  /** What was done stays, or is taken back. */
  end(isKept: boolean): void {
    if (!this.#studio.state.timeline.isAdjusting) return;
    if (isKept) this.#going?.drag.commit();
    else this.#going?.drag.cancel();
    this.#going = null;
    this.#studio.timeline.set({ isAdjusting: false });
    this.#studio.timeline.announce(isKept ? 'kept' : 'cancelled');
  }

  get #target(): ClipTarget | null {
    const { episode, activeClipKey } = this.#studio.state;
    return episode && activeClipKey !== null ? targetOf(episode, activeClipKey) : null;
  }

  #take({ way, amount }: Step): void {
    if (this.#going && this.#going.way !== way) {
      this.#going.drag.commit();
      this.#going = null;
    }
    this.#going ??= this.#begin(way);
    const going = this.#going;
    if (!going) {
      this.#studio.timeline.announce('refused');
      return;
    }
    going.amount += amount;
    going.pull(going.amount);
    this.#say(way);
  }

  #begin(way: Way) {
    const { timeline, state } = this.#studio;
    const { model } = timeline;
    const key = state.activeClipKey;
    const target = model && key !== null ? targetOf(model, key) : null;
    if (!model || !target || !state.session) return null;
    const drag = new TimelineDrag(state.session, way === 'move' || way === 'gain' ? way : 'trim');
    const { isRipple } = state.timeline;
    const going = (pull: (amount: number) => void) => ({ way, drag, pull, amount: 0 });
    if (way === 'move') {
      const move = new ClipMove(model, selectedTargets(model, state.selection), isRipple);
      return move.isEmpty ? null : going((amount) => drag.apply(move.commands(amount)));
    }
    if (way === 'gain') {
      const began = gainOf(model, target);
      return began === null ? null : going((amount) => drag.apply(setGain(model, target, began + amount)));
    }
    const trim = trimOf(model, target, way, isRipple);
    return trim && going((amount) => drag.apply(trim.commands(amount)));
  }

  #say(way: Way): void {
    const { timeline } = this.#studio;
    const { model } = timeline;
    const target = this.#target;
    if (!model || !target) return;
    if (way === 'gain') timeline.announce('gain', { gain: (gainOf(model, target) ?? 0).toFixed(1) });
    else if (way === 'end') timeline.announce('ends', { sample: String(Math.round(endOf(target))) });
    else timeline.announce('starts', { sample: String(Math.round(startOf(target))) });
  }
}
