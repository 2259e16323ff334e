import type { AppError } from '#shared/errors.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import type { Samples } from '#shared/units.ts';
import type { Unreachable } from '../shell/unreachable.ts';

export interface PlaybackEvents {
  onPlayingChange(isPlaying: boolean): void;
  onFailure(error: AppError | Unreachable): void;
}

export interface Levels {
  /** Highest sample since the last look, linear. */
  readonly left: number;
  readonly right: number;
}

/** What the studio needs of whatever makes the sound. */
export interface Playback {
  /** The next sample to be heard. */
  readonly positionSample: Samples;
  /** Plays another plan from now on; the position stays where it is, or at the end where the plan is shorter. */
  load(plan: MixPlan): void;
  /** From the position on; from the start when the position is the end. Browsers want a click or a key for the first. */
  play(): Promise<void>;
  pause(): void;
  /** Clamped to the programme. */
  seek(sample: Samples): void;
  takeLevels(): Levels;
  /** Frees the device. It is of no use afterwards. */
  dispose(): Promise<void>;
}
