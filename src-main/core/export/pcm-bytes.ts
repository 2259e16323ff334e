/** Little-endian interleaved samples. */
export type PcmWidth = 's16' | 's24' | 'f32';

export const BYTES_OF_WIDTH: Readonly<Record<PcmWidth, number>> = { s16: 2, s24: 3, f32: 4 };

/**
 * Turns blocks into bytes; a chunk is used again for the next one, for hours of sound are gigabytes of them.
 *
 * Dither: 16 bits always get triangular noise of two steps peak to peak (the sum of two even ones), which makes the
 * rounding error independent of the sound; without it a fading room tone turns into crackle. 24 bits get none: their
 * rounding error lies at −149 dBFS, below the noise of any converter. Float is not rounded. The noise is the same
 * in every run, so that the same programme gives the same bytes.
 */
export async function* pcmBytes(
  blocks: AsyncIterable<readonly Float32Array[]>,
  width: PcmWidth,
): AsyncGenerator<Uint8Array> {
  const dither = width === 's16' ? triangularNoise() : null;
  let buffer = new ArrayBuffer(0);
  for await (const block of blocks) {
    const channels = block.length;
    const frames = block[0]?.length ?? 0;
    if (frames === 0) continue;
    const length = frames * channels * BYTES_OF_WIDTH[width];
    if (buffer.byteLength < length) buffer = new ArrayBuffer(length);
    const bytes = new Uint8Array(buffer, 0, length);
    if (width === 'f32') {
      interleave(block, new Float32Array(buffer, 0, frames * channels));
      yield bytes;
      continue;
    }
    for (let frame = 0, at = 0; frame < frames; frame++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = block[channel]![frame]!;
        if (dither) {
          const step = clamp(Math.round(value * 2 ** 15 + dither()), 2 ** 15);
          bytes[at++] = step;
          bytes[at++] = step >> 8;
        } else {
          const step = clamp(Math.round(value * 2 ** 23), 2 ** 23);
          bytes[at++] = step;
          bytes[at++] = step >> 8;
          bytes[at++] = step >> 16;
        }
      }
    }
    yield bytes;
  }
}

function interleave(block: readonly Float32Array[], out: Float32Array): void {
  // Typed arrays have the machine's byte order, and every machine Node runs on is little-endian.
  const channels = block.length;
  for (const [channel, input] of block.entries()) {
    for (let frame = 0, at = channel; frame < input.length; frame++, at += channels) out[at] = input[frame]!;
  }
}

/** Full scale is 2^(bits − 1), so that −1 is the most negative step; +1 is one step above the most positive. */
function clamp(step: number, fullScale: number): number {
  return Math.min(fullScale - 1, Math.max(-fullScale, step));
}

/** Marsaglia's xorshift32, its two halves as the two even noises. */
function triangularNoise(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state & 0xffff) + (state >>> 16)) / 2 ** 16 - 1 + 2 ** -16;
  };
}
