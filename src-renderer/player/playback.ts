import type { AppError } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import type { Samples } from '#shared/units.ts';
import type { Unreachable } from '../shell/unreachable.ts';
import type { LoopRange } from './programme-walk.ts';

export interface PlaybackEvents {
  onPlayingChange(isPlaying: boolean): void;
  onFailure(error: AppError | Unreachable): void;
}

export interface Levels {
  /** Highest sample since the last look, linear. */
  readonly left: number;
  readonly right: number;
}

/** Of what was played since the last seek; null: nothing measurable yet. */
export interface Loudness {
  readonly momentaryLufs: number | null;
  readonly shortTermLufs: number | null;
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
}

/** An episode model is one. */
export interface PlanSource {
  readonly durationSamples: Samples;
  readonly plan: MixPlan;
}

/** What the studio needs of whatever makes the sound. */
export interface Playback {
  /** The next sample to be heard. */
  readonly positionSample: Samples;
  /**
   * Plays another plan from now on; the position stays where it is, or at the end where the plan is shorter. While
   * playing there is no gap; what is heard then lies `shiftSamples` later in the new plan. The plan is asked for when it
   * is needed: of many in quick succession, as of a drag, only some.
   */
  setPlan(source: PlanSource, shiftSamples?: number): void;
  /** Only these tracks are heard; none: all. */
  setSolo(trackIds: ReadonlySet<RecordId>): void;
  /** From the position on; from the start when the position is the end. Browsers want a click or a key for the first. */
  play(): Promise<void>;
  pause(): void;
  /** Clamped to the programme. */
  seek(sample: Samples): void;
  /** How fast, at the same pitch: 1 as it is, 2 twice as fast, below 0 backwards. Never 0. */
  setRate(rate: number): void;
  /** null: none. One that is too short to loop is none. */
  setLoop(loop: LoopRange | null): void;
  /** Lets a moment be heard, as the hand goes by. Playing goes on after {@link endScrub}, from there. */
  scrub(sample: Samples): void;
  endScrub(): void;
  /** 0 to 1, linear; of what comes out of the loudspeakers only, not of what is measured. */
  setVolume(volume: number): void;
  /** null: the system's. Rejects with AppError `unsupported-audio` when it is not there or the browser cannot choose. */
  setOutputDevice(deviceId: string | null): Promise<void>;
  takeLevels(): Levels;
  readonly loudness: Loudness;
  resetLoudness(): void;
  /** Frees the device. It is of no use afterwards. */
  dispose(): Promise<void>;
}
