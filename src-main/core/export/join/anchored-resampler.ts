import { Resampler } from '#shared/mix/resampler.ts';
import { PROJECT_RATE_HZ, rateRatio } from '#shared/units.ts';
import type { PlanarBlock } from '../../audio/pcm-samples.ts';

/** `Resampler` has 48 taps on either side, at the lower rate; and some more. */
const TAPS = 64;

/** Input samples on either side that count for an output sample. */
export function reachOf(rateHz: number): number {
  return Math.ceil(TAPS * Math.max(1, inputsPerOutput(rateHz)));
}

/** Samples of the project for each at another rate. */
export function inputsPerOutput(rateHz: number): number {
  const { samples, frames } = rateRatio(rateHz);
  return samples / frames;
}

/** What resampling may ask for beyond a stretch of input: its reach, and whole steps of the ratio. */
export function resamplingRoom(rateHz: number): number {
  if (rateHz === PROJECT_RATE_HZ) return 0;
  return reachOf(rateHz) + 2 * rateRatio(rateHz).samples;
}

/** Resamples from the project's rate so that output 0 stands exactly on an input sample, wherever that lies. */
export class AnchoredResampler {
  /** The first input sample wanted; may be negative, where there is only silence. */
  readonly inputStart: number;
  readonly #anchor: number;
  readonly #inputsPerStep: number;
  readonly #outputsPerStep: number;
  readonly #resamplers: readonly Resampler[];
  /** Outputs still to be dropped. */
  #early: number;

  /** @param firstOutput the first wanted, counted from the anchor; negative before it. */
  constructor(shape: { readonly channels: number; readonly rateHz: number }, anchor: number, firstOutput: number) {
    const ratio = rateRatio(shape.rateHz);
    this.#anchor = anchor;
    this.#inputsPerStep = ratio.samples;
    this.#outputsPerStep = ratio.frames;
    const inputsBefore = (-firstOutput * this.#inputsPerStep) / this.#outputsPerStep + reachOf(shape.rateHz);
    // Only whole steps of the ratio keep every output on the same phase of the filter. Nothing comes before the part.
    const steps = anchor === 0 && firstOutput === 0 ? 0 : Math.ceil(inputsBefore / this.#inputsPerStep);
    this.inputStart = anchor - steps * this.#inputsPerStep;
    this.#early = steps * this.#outputsPerStep + firstOutput;
    this.#resamplers = Array.from({ length: shape.channels }, () => new Resampler(PROJECT_RATE_HZ, shape.rateHz));
    const silence = new Float32Array(Math.max(0, -this.inputStart));
    // Too little for an output that is wanted: those need sound after them.
    this.#drop(this.#resamplers.map((resampler) => resampler.push(silence)));
  }

  /** Where an output stands, in input samples. */
  positionOf(output: number): number {
    return this.#anchor + (output * this.#inputsPerStep) / this.#outputsPerStep;
  }

  /** Takes a block that starts at `position`, without what lies before `inputStart`. */
  pushFrom(position: number, block: PlanarBlock): PlanarBlock {
    const skipped = Math.max(0, this.inputStart - position);
    return this.#drop(this.#resamplers.map((resampler, channel) => resampler.push(block[channel]!.subarray(skipped))));
  }

  flush(): PlanarBlock {
    return this.#drop(this.#resamplers.map((resampler) => resampler.flush()));
  }

  #drop(block: PlanarBlock): PlanarBlock {
    const count = Math.min(this.#early, block[0]!.length);
    this.#early -= count;
    return block.map((channel) => channel.subarray(count));
  }
}
