import { createHash } from 'node:crypto';
import type { MixContent } from '#shared/mix/mix-content.ts';
import type { ChapterRange, PartSound } from './part-sound.ts';
import { BORDER_FADE_FRAMES } from './part-sound.ts';

/** Grows whenever the mixer, the master or the meters give other numbers than before: then nothing in the cache is used. */
const MIX_VERSION = 1;

/** How far around a segment sound takes part in what is made of it. */
export interface Reach {
  readonly beforeSamples: number;
  readonly afterSamples: number;
}

export type ContentOf = (startSample: number, endSample: number, reach: Reach) => string;

/**
 * Names what sounds in a stretch of a part and around it: the same name, the same samples, wherever the stretch lies.
 * The ends of the part count where they are within reach.
 */
export function contentOf(mix: MixContent, sound: PartSound, durationSamples: number): ContentOf {
  const { offsetSample, chapter, trackIndex } = sound;
  return (startSample, endSample, { beforeSamples, afterSamples }) => {
    const from = Math.max(0, startSample - beforeSamples);
    const to = Math.min(durationSamples, endSample + afterSamples);
    // The limiter hears beyond the ends of a part.
    const mixFrom = startSample - beforeSamples + offsetSample;
    const mixTo = endSample + afterSamples + offsetSample;
    const origin = startSample + offsetSample;
    return digestOf([
      MIX_VERSION,
      endSample - startSample,
      from - startSample,
      to - startSample,
      chapter && bordersWithin(chapter, mixFrom, mixTo, origin),
      mix.describe(mixFrom, mixTo, origin, trackIndex),
    ]);
  };
}

function bordersWithin({ startSample, endSample }: ChapterRange, from: number, to: number, origin: number) {
  return [
    startSample + BORDER_FADE_FRAMES > from ? startSample - origin : null,
    endSample - BORDER_FADE_FRAMES < to ? endSample - origin : null,
  ];
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
