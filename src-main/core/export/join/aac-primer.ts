const FRAME = 1024;
const WIDE_FRAMES = 6;
const NARROW_FRAMES = 2;
const SILENT_FRAMES = 4;
/** Where each of the narrower noises ends, in waves that fit it; nowhere two bands of the encoder apart. */
const HIGHEST_WAVES = [512, 341, 256, 192, 145, 110, 85, 64, 46, 34, 25, 19, 12, 8];
const RMS = 0.2;

export const PRIMER_FRAMES = WIDE_FRAMES + NARROW_FRAMES * HIGHEST_WAVES.length + SILENT_FRAMES;

let made: Float32Array | undefined;

/**
 * Sound that is encoded before every segment and thrown away, of {@link PRIMER_FRAMES} frames of AAC.
 *
 * ffmpeg's model of hearing lowers its demands on a band for good the first time that a frame would need more bits than it is
 * to have. Whether and when that has happened makes frames differ for minutes. Noise of ever fewer bands, each of
 * which asks for too much, makes it happen for all bands at once in every segment; it happens in long programmes too, soon
 * enough, and costs some tenths of a decibel at most where it would not have. Silence follows, so that nothing is heard of it.
 */
export function aacPrimer(): Float32Array {
  made ??= makePrimer();
  return made;
}

function makePrimer(): Float32Array {
  const primer = new Float32Array(PRIMER_FRAMES * FRAME);
  const random = noise();
  const wide = WIDE_FRAMES * FRAME;
  for (let i = 0; i < wide; i++) primer[i] = random();
  scale(primer.subarray(0, wide));
  for (const [index, highest] of HIGHEST_WAVES.entries()) {
    const start = wide + index * NARROW_FRAMES * FRAME;
    const stretch = primer.subarray(start, start + NARROW_FRAMES * FRAME);
    fillNarrow(stretch, highest, random);
    scale(stretch);
  }
  return primer;
}

/** All the waves that fit the stretch up to a frequency, each at a phase of its own: nothing at all above it. */
function fillNarrow(out: Float32Array, highest: number, random: () => number): void {
  const { length } = out;
  // Of whole waves all values are among those of the first.
  const cosines = Float64Array.from({ length }, (_, i) => Math.cos((2 * Math.PI * i) / length));
  const sines = Float64Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * i) / length));
  for (let wave = 1; wave <= highest; wave++) {
    const phase = Math.PI * random();
    const [cosine, sine] = [Math.cos(phase), Math.sin(phase)];
    for (let i = 0, at = 0; i < length; i++, at = (at + wave) % length) {
      out[i] = out[i]! + cosines[at]! * cosine - sines[at]! * sine;
    }
  }
}

function scale(samples: Float32Array): void {
  let power = 0;
  for (const value of samples) power += value * value;
  const gain = RMS / Math.sqrt(power / samples.length);
  for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! * gain;
}

/** Marsaglia's xorshift32: the same in every run. */
function noise(): () => number {
  let state = 0x2545f491;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
}
