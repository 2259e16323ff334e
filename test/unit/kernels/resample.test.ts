import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Resampler } from '#shared/mix/resampler.ts';
import { noise } from '../mix/signals.ts';
import { expectSameBits } from './both-kernels.ts';

const RATES = [2_000, 8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 47_999, 48_000, 96_000, 192_000];

/** In blocks of the given sizes, over and over, to the end of the sound. */
function resample(input: Float32Array, fromHz: number, toHz: number, sizes: readonly number[]): Float32Array[] {
  const resampler = new Resampler(fromHz, toHz);
  const blocks: Float32Array[] = [];
  for (let at = 0, block = 0; at < input.length; block++) {
    const size = sizes[block % sizes.length]!;
    blocks.push(resampler.push(input.subarray(at, at + size)));
    at += size;
  }
  blocks.push(resampler.flush());
  return blocks;
}

describe('resampling in WebAssembly', () => {
  it('[KRN1] has the bits of the TypeScript one, at any rates, in blocks of any sizes', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6_000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.constantFrom(...RATES),
        fc.constantFrom(...RATES),
        fc.integer({ min: 0, max: 6_000 }),
        sizes,
        fc.integer(),
        (from, to, frames, blocks, seed) => {
          const sound = noise(frames, seed);
          expectSameBits(() => resample(sound, from, to, blocks));
        },
      ),
      { numRuns: 80 },
    );
  });

  it('[KRN1] also where a block is more than its memory holds, and where the filter is', () => {
    const long = noise(60_000, 3);
    for (const [from, to] of [
      [24_000, 48_000],
      [44_100, 48_000],
      [192_000, 8_000],
      [768_000, 2_000],
    ] as const) {
      expectSameBits(() => resample(long, from, to, [60_000]));
    }
  });
});
