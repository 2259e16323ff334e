import { describe, expect, it } from 'vitest';
import { downmixTo } from '#core/audio/downmix.ts';

/** What each channel alone gives to left and right. */
function shares(channels: number, mask: number | null): (readonly [number, number])[] {
  const mix = downmixTo(channels, mask);
  return Array.from({ length: channels }, (_, lit) => {
    const [left, right] = mix(Array.from({ length: channels }, (_, c) => Float32Array.of(c === lit ? 1 : 0)));
    return [left![0]!, right![0]!] as const;
  });
}

const near = (values: readonly (readonly [number, number])[]) =>
  values.map(([l, r]) => [expect.closeTo(l, 6), expect.closeTo(r, 6)]);

describe('more than two channels', () => {
  it('[AUD20] mono and stereo pass as they are', () => {
    const block = [Float32Array.of(0.3), Float32Array.of(-0.4)];
    expect(downmixTo(2, null)(block)).toBe(block);
    expect(downmixTo(1, 4)(block.slice(0, 1))).toEqual(block.slice(0, 1));
  });

  it('[AUD20] 5.1: centre and surrounds 3 dB down, no low-frequency channel, the sum held at full scale', () => {
    const scale = 1 / (1 + 2 * Math.SQRT1_2);
    const part = scale * Math.SQRT1_2;
    const expected = near([
      [scale, 0],
      [0, scale],
      [part, part],
      [0, 0],
      [part, 0],
      [0, part],
    ]);
    expect(shares(6, null)).toEqual(expected);
    // The same with the positions named: FL FR FC LFE BL BR, and with side surrounds.
    expect(shares(6, 0x3f)).toEqual(expected);
    expect(shares(6, 0x60f)).toEqual(expected);
  });

  it('[AUD20] positions named in the file count, not the number of channels', () => {
    const half = 1 / (1 + Math.SQRT1_2);
    // FL FR LFE: two-one, not the left, right, centre that three channels are taken for otherwise.
    expect(shares(3, 0x0b)).toEqual(
      near([
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
    );
    expect(shares(3, null)).toEqual(
      near([
        [half, 0],
        [0, half],
        [half * Math.SQRT1_2, half * Math.SQRT1_2],
      ]),
    );
  });

  it('[AUD20] full scale in all channels at once is never above full scale', () => {
    for (let channels = 3; channels <= 24; channels++) {
      const [left, right] = downmixTo(channels, null)(Array.from({ length: channels }, () => Float32Array.of(1)));
      expect(left![0]).toBeLessThanOrEqual(1 + 1e-6);
      expect(right![0]).toBeLessThanOrEqual(1 + 1e-6);
      expect(left![0]).toBeGreaterThan(0.9);
    }
  });
});
