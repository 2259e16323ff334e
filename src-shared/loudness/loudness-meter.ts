import { integratedLufsOf, loudnessRangeOf, powerToLufs, STEPS_PER_SECOND } from './gating.ts';
import { GrowingList } from './growing-list.ts';
import { designKWeighting, KWeighting, StereoKWeighting } from './k-weighting.ts';

/** Momentary loudness moves in hops of 10 ms: with 100 ms a burst of 400 ms (EBU Tech 3341 case 13) reads up to 0.5 LU low. */
const HOPS_PER_SECOND = 100;
const HOPS_PER_STEP = HOPS_PER_SECOND / STEPS_PER_SECOND;
const MOMENTARY_HOPS = 40;
const SHORT_TERM_HOPS = 300;

/** The weights G of BS.1770-5 Annex 1 by number of channels; five are L R C Ls Rs, six are L R C LFE Ls Rs (the LFE does not count). */
const CHANNEL_WEIGHTS: Readonly<Record<number, readonly number[]>> = {
  1: [1],
  2: [1, 1],
  5: [1, 1, 1, 1.41, 1.41],
  6: [1, 1, 1, 0, 1.41, 1.41],
};

export interface LoudnessMeterOptions {
  readonly sampleRateHz: number;
  /** 1, 2, 5 (L R C Ls Rs) or 6 (L R C LFE Ls Rs). */
  readonly channels: number;
  /**
   * Mono is *one* channel to BS.1770 and reads 3.01 LU below the same sound in both channels of a stereo file. True
   * measures it as if it came from both, which is what a target "for mono files played on two loudspeakers" means.
   */
  readonly isDualMono?: boolean;
}

/** What a stretch of a programme contributes to the loudness of the whole. Plain data. */
export interface LoudnessState {
  /** Weighted mean squares of every whole 100 ms; see gating.ts. Joined end to end they measure a longer programme. */
  readonly stepPowers: readonly number[];
  /** The largest mean squares over 400 ms and 3 s, in steps of 10 ms, within this stretch; null when it is shorter. */
  readonly momentaryMaxPower: number | null;
  readonly shortTermMaxPower: number | null;
}

/**
 * Loudness after ITU-R BS.1770-5 and EBU Tech 3341/3342: momentary (400 ms), short-term (3 s), integrated, range.
 * Blocks of any size give the same result. Ten hours take 3 MB.
 */
export class LoudnessMeter {
  readonly #sampleRateHz: number;
  readonly #weights: readonly number[];
  /** Two channels that count alike have one filter for both; others have one each. */
  readonly #stereo: StereoKWeighting | null;
  readonly #filters: readonly KWeighting[];
  readonly #hopPowers = new Float64Array(SHORT_TERM_HOPS);
  readonly #stepPowers = new GrowingList();
  #hops = 0;
  #frames = 0;
  #hopEnd: number;
  #hopEnergy = 0;
  #stepEnergy = 0;
  #momentaryMax = 0;
  #shortTermMax = 0;

  constructor({ sampleRateHz, channels, isDualMono = false }: LoudnessMeterOptions) {
    const weights = CHANNEL_WEIGHTS[channels];
    if (!weights) throw new RangeError(`Loudness is measured of 1, 2, 5 or 6 channels, not ${channels}`);
    this.#sampleRateHz = sampleRateHz;
    this.#weights = isDualMono && channels === 1 ? [2] : weights;
    const filters = designKWeighting(sampleRateHz);
    this.#stereo = channels === 2 ? new StereoKWeighting(filters) : null;
    this.#filters = weights.map(() => new KWeighting(filters));
    this.#hopEnd = this.#endOfHop(0);
  }

  /** One array per channel, of equal lengths. */
  push(channels: readonly Float32Array[]): void {
    const frames = channels[0]?.length ?? 0;
    for (let at = 0; at < frames; ) {
      const stop = Math.min(frames, at + this.#hopEnd - this.#frames);
      this.#weigh(channels, at, stop);
      this.#frames += stop - at;
      at = stop;
      if (this.#frames === this.#hopEnd) this.#finishHop();
    }
  }

  /** Over the last 400 ms; null before. −Infinity for digital silence. */
  momentaryLufs(): number | null {
    return this.#hops < MOMENTARY_HOPS ? null : powerToLufs(this.#meanOfLast(MOMENTARY_HOPS));
  }

  /** Over the last 3 s; null before. */
  shortTermLufs(): number | null {
    return this.#hops < SHORT_TERM_HOPS ? null : powerToLufs(this.#meanOfLast(SHORT_TERM_HOPS));
  }

  momentaryMaxLufs(): number | null {
    return this.#hops < MOMENTARY_HOPS ? null : powerToLufs(this.#momentaryMax);
  }

  shortTermMaxLufs(): number | null {
    return this.#hops < SHORT_TERM_HOPS ? null : powerToLufs(this.#shortTermMax);
  }

  /** null when nothing passes the gates: silence, or less than 400 ms. */
  integratedLufs(): number | null {
    return integratedLufsOf(this.#stepPowers.toArray());
  }

  /** null when nothing passes the gates. Not stable below a minute of programme. */
  loudnessRangeLu(): number | null {
    return loudnessRangeOf(this.#stepPowers.toArray());
  }

  state(): LoudnessState {
    return {
      stepPowers: Array.from(this.#stepPowers.toArray()),
      momentaryMaxPower: this.#hops < MOMENTARY_HOPS ? null : this.#momentaryMax,
      shortTermMaxPower: this.#hops < SHORT_TERM_HOPS ? null : this.#shortTermMax,
    };
  }

  #weigh(channels: readonly Float32Array[], from: number, to: number): void {
    if (this.#stereo) {
      this.#stereo.weigh(channels[0]!, channels[1]!, from, to);
      this.#hopEnergy += this.#stereo.energies[0]!;
      this.#hopEnergy += this.#stereo.energies[1]!;
      return;
    }
    for (let c = 0; c < this.#weights.length; c++) {
      const weight = this.#weights[c]!;
      if (weight > 0) this.#hopEnergy += weight * this.#filters[c]!.energyOf(channels[c]!, from, to);
    }
  }

  /** Hops end on whole samples; at rates like 11,025 Hz their lengths differ by one, and 400 ms are exact again. */
  #endOfHop(hop: number): number {
    return Math.round(((hop + 1) * this.#sampleRateHz) / HOPS_PER_SECOND);
  }

  #finishHop(): void {
    const hopFrames = this.#sampleRateHz / HOPS_PER_SECOND;
    this.#hopPowers[this.#hops % SHORT_TERM_HOPS] = this.#hopEnergy / hopFrames;
    this.#stepEnergy += this.#hopEnergy;
    this.#hops++;
    if (this.#hops % HOPS_PER_STEP === 0) {
      this.#stepPowers.push(this.#stepEnergy / (hopFrames * HOPS_PER_STEP));
      this.#stepEnergy = 0;
    }
    if (this.#hops >= MOMENTARY_HOPS) {
      this.#momentaryMax = Math.max(this.#momentaryMax, this.#meanOfLast(MOMENTARY_HOPS));
    }
    if (this.#hops >= SHORT_TERM_HOPS) {
      this.#shortTermMax = Math.max(this.#shortTermMax, this.#meanOfLast(SHORT_TERM_HOPS));
    }
    this.#hopEnergy = 0;
    this.#hopEnd = this.#endOfHop(this.#hops);
  }

  /** Added up afresh each time: a running sum would keep the rounding of a loud passage through the silence after it. */
  #meanOfLast(hops: number): number {
    let sum = 0;
    for (let back = 1; back <= hops; back++) sum += this.#hopPowers[(this.#hops - back) % SHORT_TERM_HOPS]!;
    return sum / hops;
  }
}
