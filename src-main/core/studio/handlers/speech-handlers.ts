import type { Handlers } from '#shared/contract/contract.ts';
import type { SPEECH_METHODS } from '#shared/contract/speech.ts';
import type { LineDesk } from '../line-desk.ts';
import { SpeechJobs } from '../speech-jobs.ts';
import type { StudioParts } from '../studio-parts.ts';

export function speechHandlers(parts: StudioParts, desk: LineDesk): Pick<Handlers, keyof typeof SPEECH_METHODS> {
  const speech = new SpeechJobs(parts, desk);
  speech.resume();
  return {
    'speech.estimate': ({ episodeId, ...options }) => desk.estimate(episodeId, options),
    'speech.generate': async ({ episodeId, blockIds, ...options }) => {
      const wanted = blockIds ?? (await desk.openLines(episodeId));
      return { jobId: speech.start({ ...options, episodeId, blockIds: wanted }), lines: wanted.length };
    },
    'speech.prefer': ({ blockIds }) => {
      parts.queue.prefer(new Set(blockIds));
      return {};
    },
  };
}
