import type { BlockMixer } from '#shared/mix/block-mixer.ts';
import type { FrameSource, SourceBlock } from './play-source.ts';

/** 85 ms: long enough that a vowel is known, short enough to follow the hand. */
const GRAIN_FRAMES = 4_096;
const EDGE_FRAMES = 1_024;
/** The next grain may begin when this one begins to fade: together they keep the level. */
const STEP_FRAMES = GRAIN_FRAMES - EDGE_FRAMES;
const BLOCK_FRAMES = 512;

interface Grain {
  readonly startSample: number;
  readonly atFrames: number;
}

/** Short grains of the programme from where the hand is; silence while it stands still. */
export class ScrubSource implements FrameSource {
  readonly maxAheadFrames = 3 * BLOCK_FRAMES;
  readonly #mixer: BlockMixer;
  readonly #hasMissing: () => boolean;
  readonly #left = new Float32Array(BLOCK_FRAMES);
  readonly #right = new Float32Array(BLOCK_FRAMES);
  #target: number;
  #grains: readonly Grain[] = [];
  /** Where the last grain began. */
  #last: number | null = null;

  constructor(mixer: BlockMixer, hasMissing: () => boolean, sample: number) {
    this.#mixer = mixer;
    this.#hasMissing = hasMissing;
    this.#target = sample;
  }

  moveTo(sample: number): void {
    this.#target = sample;
  }

  next(left: Float32Array, right: Float32Array): SourceBlock | null {
    const grains = this.#withNewGrain();
    left.fill(0, 0, BLOCK_FRAMES);
    right.fill(0, 0, BLOCK_FRAMES);
    for (const { startSample, atFrames } of grains) {
      this.#mixer.render(startSample + atFrames, this.#left, this.#right);
      for (let n = 0; n < BLOCK_FRAMES; n++) {
        const gain = grainGain(atFrames + n);
        left[n] = left[n]! + this.#left[n]! * gain;
        right[n] = right[n]! + this.#right[n]! * gain;
      }
    }
    if (this.#hasMissing()) return null;
    this.#last = grains.at(-1)?.startSample ?? this.#last;
    this.#grains = grains
      .map((grain) => ({ ...grain, atFrames: grain.atFrames + BLOCK_FRAMES }))
      .filter(({ atFrames }) => atFrames < GRAIN_FRAMES);
    return { frames: BLOCK_FRAMES, sample: this.#target, rate: 0, isMarked: true };
  }

  #withNewGrain(): readonly Grain[] {
    const newest = this.#grains.at(-1);
    const isDue = newest === undefined || newest.atFrames >= STEP_FRAMES;
    if (!isDue || this.#target === this.#last) return this.#grains;
    return [...this.#grains, { startSample: this.#target, atFrames: 0 }];
  }
}

/** Rises and falls with the square of a sine: grains that overlap by an edge add up to one. */
function grainGain(frame: number): number {
  const edge = Math.min(frame + 0.5, GRAIN_FRAMES - frame - 0.5, EDGE_FRAMES) / EDGE_FRAMES;
  return edge >= 1 ? 1 : Math.sin((edge * Math.PI) / 2) ** 2;
}
