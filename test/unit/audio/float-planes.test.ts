import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FloatPlanes, planarFromPcm } from '#core/audio/pcm-samples.ts';

describe('interleaved floats', () => {
  it('[AUD38] are taken apart alike with arrays that are used again, wherever the bytes lie', () => {
    const block = fc.tuple(
      fc.array(fc.float(), { maxLength: 60 }).map((values) => values.slice(0, values.length & ~1)),
      fc.integer({ min: 0, max: 7 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(1, 2), fc.array(block, { maxLength: 6 }), (channels, blocks) => {
        const planes = new FloatPlanes(channels);
        for (const [values, offset] of blocks) {
          const padded = new Uint8Array(offset + 4 * values.length);
          const bytes = padded.subarray(offset);
          bytes.set(new Uint8Array(Float32Array.from(values).buffer));
          expect(planes.take(bytes)).toEqual(planarFromPcm(bytes, 'f32', channels));
        }
      }),
    );
  });
});
