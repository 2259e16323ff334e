import { type Samples, samples, secondsToSamples } from '#shared/units.ts';

/** A stretch of a programme, half-open. */
export interface SampleRange {
  readonly startSample: Samples;
  readonly endSample: Samples;
}

const STRETCH = secondsToSamples(10);
/** Five minutes in all, which say what a limiter does to hours within some hundredths of a decibel. */
const MOST_STRETCHES = 30;

/** Evenly spread stretches of a long programme. null: the programme is of some minutes only, and taken as it is. */
export function sampledProgramme(durationSamples: Samples): readonly SampleRange[] | null {
  const wholeStretches = Math.floor(durationSamples / STRETCH);
  if (wholeStretches < 1.5 * MOST_STRETCHES) return null;
  return Array.from({ length: MOST_STRETCHES }, (_, stretch) => {
    const start = Math.floor((stretch * wholeStretches) / MOST_STRETCHES) * STRETCH;
    return { startSample: samples(start), endSample: samples(start + STRETCH) };
  });
}
