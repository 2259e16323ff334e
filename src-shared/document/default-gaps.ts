import { secondsToSamples } from '../units.ts';
import type { EpisodeSettings, Gaps } from './records.ts';

/** Conversation is quicker than reading aloud. Measured from the end of speech to the start of speech. */
const DEFAULT_GAPS: Readonly<Record<EpisodeSettings['kind'], Gaps>> = {
  podcast: {
    lineSamples: secondsToSamples(0.35),
    speakerSamples: secondsToSamples(0.5),
    paragraphSamples: secondsToSamples(0.7),
    chapterSamples: secondsToSamples(2),
    headingSamples: secondsToSamples(1.5),
  },
  audiobook: {
    lineSamples: secondsToSamples(0.45),
    speakerSamples: secondsToSamples(0.6),
    paragraphSamples: secondsToSamples(0.8),
    chapterSamples: secondsToSamples(2.5),
    headingSamples: secondsToSamples(1.5),
  },
};

/** The gaps that hold in an episode: those of its kind, with what the episode says itself on top. */
export function gapsOf(settings: Pick<EpisodeSettings, 'kind' | 'gaps'>): Gaps {
  const own = settings.gaps;
  const defaults = DEFAULT_GAPS[settings.kind];
  return {
    lineSamples: own?.lineSamples ?? defaults.lineSamples,
    speakerSamples: own?.speakerSamples ?? defaults.speakerSamples,
    paragraphSamples: own?.paragraphSamples ?? defaults.paragraphSamples,
    chapterSamples: own?.chapterSamples ?? defaults.chapterSamples,
    headingSamples: own?.headingSamples ?? defaults.headingSamples,
  };
}
