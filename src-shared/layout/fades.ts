import { msToSamples, type Samples, samples } from '../units.ts';

/** Long enough that an edge in the middle of a sound does not click, too short to be heard as a fade. */
export const EDGE_FADE_SAMPLES = msToSamples(5);

export interface Fades {
  readonly fadeInSamples: Samples;
  readonly fadeOutSamples: Samples;
}

/** Fades that fit into a length: when both together are longer, they are shortened in proportion. */
export function fitFades(durationSamples: number, fadeInSamples: number, fadeOutSamples: number): Fades {
  const both = fadeInSamples + fadeOutSamples;
  if (both <= durationSamples) {
    return { fadeInSamples: samples(fadeInSamples), fadeOutSamples: samples(fadeOutSamples) };
  }
  return {
    fadeInSamples: samples(Math.floor((fadeInSamples / both) * durationSamples)),
    fadeOutSamples: samples(Math.floor((fadeOutSamples / both) * durationSamples)),
  };
}
