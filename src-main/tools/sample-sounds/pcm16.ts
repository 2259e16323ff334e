import { dbToLinear } from '#shared/units.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import type { StereoSound } from './stereo-sound.ts';

/**
 * Interleaved 16-bit samples with triangular dither of two steps, so that a fading tail turns into faint noise and not into
 * distortion. Throws RangeError when the gain would clip: a sample sound that clips is a mistake in its level.
 */
export function toPcm16(sound: StereoSound, gainDb: number): Int16Array {
  const scale = dbToLinear(gainDb) * 0x7fff;
  const random = seededRandom(0xd17e);
  const pcm = new Int16Array(sound.left.length * 2);
  for (let n = 0; n < sound.left.length; n += 1) {
    pcm[2 * n] = quantise(sound.left[n]! * scale, random);
    pcm[2 * n + 1] = quantise(sound.right[n]! * scale, random);
  }
  return pcm;
}

function quantise(value: number, random: Random): number {
  const rounded = Math.round(value + random() - random());
  if (Math.abs(rounded) > 0x7fff) throw new RangeError('The sound clips; lower its gain.');
  return rounded;
}
