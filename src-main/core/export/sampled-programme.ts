import type { ProgrammeSource } from '#shared/mix/master.ts';
import { type Samples, samples } from '#shared/units.ts';
import { BLOCK_FRAMES } from './programme-blocks.ts';

/** Ten seconds, in whole blocks: no block may lie on a joint. */
const STRETCH_FRAMES = 30 * BLOCK_FRAMES;
/** Five minutes in all, which say what a limiter does to hours within some hundredths of a decibel. */
const MOST_STRETCHES = 30;

export interface SampledProgramme {
  readonly durationSamples: Samples;
  /** Where a position of the sample lies in the whole. Blocks of BLOCK_FRAMES from 0 on do not cross a joint. */
  readonly from: (source: ProgrammeSource) => ProgrammeSource;
}

/** Evenly spread stretches of a long programme, end to end. A shorter one, up to some minutes, is taken as it is. */
export function sampledProgramme(durationSamples: Samples): SampledProgramme {
  const wholeStretches = Math.floor(durationSamples / STRETCH_FRAMES);
  if (wholeStretches < 1.5 * MOST_STRETCHES) return { durationSamples, from: (source) => source };
  const startOf = (stretch: number): number => Math.floor((stretch * wholeStretches) / MOST_STRETCHES) * STRETCH_FRAMES;
  return {
    durationSamples: samples(MOST_STRETCHES * STRETCH_FRAMES),
    from: (source) => ({
      render(startSample, left, right) {
        const stretch = Math.floor(startSample / STRETCH_FRAMES);
        source.render(startOf(stretch) + (startSample % STRETCH_FRAMES), left, right);
      },
    }),
  };
}
