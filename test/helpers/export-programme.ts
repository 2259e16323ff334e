/** Sound for the exporter's tests: rendered by position, any length, nothing stored. */
import type { ProgrammeChapter, ProgrammeTags } from '#core/export/programme-tags.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { type Samples, secondsToSamples } from '#shared/units.ts';

/** A value in −1…1 that depends on the position alone (Wellons' lowbias32). */
function hashedNoise(position: number): number {
  let x = position | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) / 2 ** 31;
}

/** Noise without its highest part, which every coder drops and loudness meters count. */
function breath(position: number): number {
  let sum = 0;
  for (let back = 0; back < 6; back++) sum += hashedNoise(position - back);
  return sum / 2;
}

/**
 * Like a voice where it matters to a master: a buzz of harmonics with a little noise, in syllables, with pauses of
 * digital silence, and peaks that a master has to limit. Different in both channels.
 */
export function speechLike(options: {
  readonly startSample?: number;
  readonly endSample: number;
  readonly amplitude?: number;
}): ProgrammeSource {
  const { startSample = 0, endSample, amplitude = 0.05 } = options;
  return source((position) => {
    if (position < startSample || position >= endSample) return [0, 0];
    const inPhrase = (position - startSample) % 96_000;
    if (inPhrase > 72_000) return [0, 0];
    const syllable = Math.sin((Math.PI * (inPhrase % 9_000)) / 9_000) ** 2;
    const cycle = (position % 400) / 400;
    const pulse = Math.exp(-3 * cycle) * Math.cos(2 * Math.PI * 5 * cycle) * (cycle < 0.05 ? 20 * cycle : 1);
    const voice = amplitude * syllable * (pulse + 0.15 * breath(position));
    return [voice, 0.8 * voice];
  });
}

export function sine(frequencyHz: number, amplitude: number): ProgrammeSource {
  return source((position) => {
    const value = amplitude * Math.sin((2 * Math.PI * frequencyHz * position) / secondsToSamples(1));
    return [value, value];
  });
}

/** Short bursts of noise with nothing between: coders smear them, and raise their peaks by more than a decibel. */
export function clicks(): ProgrammeSource {
  return source((position) => {
    const value = 0.5 * Math.exp(-(position % 2_000) / 60) * hashedNoise(position);
    return [value, value];
  });
}

export function silence(): ProgrammeSource {
  return source(() => [0, 0]);
}

/** Before 0 there is nothing, as in a real mix. */
export function source(valueAt: (position: number) => readonly [number, number]): ProgrammeSource {
  return {
    render(startSample, left, right) {
      for (let i = 0; i < left.length; i++) {
        const [l, r] = startSample + i < 0 ? [0, 0] : valueAt(startSample + i);
        left[i] = l;
        right[i] = r;
      }
    },
  };
}

export const TAGS: ProgrammeTags = {
  title: 'Die Fähre',
  author: 'A. Author',
  narrator: 'AI Voice',
  album: 'Night 夜',
  genre: 'Podcast',
  language: 'de-AT',
  comment: 'A comment.',
  year: 2026,
  track: { number: 3, total: 12 },
  isAiVoice: true,
  mediaKind: 'podcast',
};

export function chaptersEvery(stepSamples: number, count: number): readonly ProgrammeChapter[] {
  return Array.from({ length: count }, (_, index) => ({
    title: `Chapter ${index + 1} ${index % 2 === 0 ? 'é' : '夜 😀'}`,
    startSample: (index * stepSamples) as Samples,
    endSample: ((index + 1) * stepSamples) as Samples,
  }));
}

/**
 * A spoken programme with a bed: a voice in syllables, a chord that swells, and room tone under all of it, so that every frame has
 * something to be coded. Stereo where the bed is.
 */
export function programmeLike(): ProgrammeSource {
  return source((position) => {
    const inPhrase = position % 150_000;
    const cycle = (position % 380) / 380;
    const syllable = inPhrase > 120_000 ? 0 : Math.sin((Math.PI * (inPhrase % 11_000)) / 11_000) ** 2;
    const pulse = Math.exp(-4 * cycle) * Math.sin(2 * Math.PI * 6 * cycle) * (cycle < 0.05 ? 20 * cycle : 1);
    const voice = 0.35 * syllable * (pulse + 0.1 * breath(position));
    const turns = (position / secondsToSamples(1)) * 2 * Math.PI;
    const swell = 0.03 * (1.2 + Math.sin(turns / 7));
    const room = 0.0004 * breath(position);
    const bed = (detune: number): number =>
      swell * (Math.sin(220 * detune * turns) + Math.sin(277.2 * turns) + 0.6 * Math.sin(1318.5 * detune * turns));
    return [voice + bed(1) + room, voice + bed(1.003) + room];
  });
}
