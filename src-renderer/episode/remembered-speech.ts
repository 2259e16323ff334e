import type { SpokenBlock } from '#shared/document/records.ts';
import { type LaidSpeech, laySpeech } from '#shared/layout/speech-pieces.ts';
import type { MediaIndex, Take } from '#shared/media.ts';

interface Remembered {
  readonly media: MediaIndex;
  readonly take: Take | undefined;
  readonly laid: LaidSpeech;
}

const known = new WeakMap<SpokenBlock, Remembered>();

/**
 * As `laySpeech`, which looks at every text and take: most of what laying out costs. Records and takes never change, so
 * what was laid of them holds; where some of the audio was not there, only as long as no other came.
 */
export function layRememberedSpeech(block: SpokenBlock, media: MediaIndex): LaidSpeech {
  const take = block.takeId === undefined ? undefined : media.take(block.takeId);
  const before = known.get(block);
  const holds = before?.take === take && (take === undefined || !before?.laid.isEstimated || before.media === media);
  if (before && holds) return before.laid;
  const laid = laySpeech(block, media);
  known.set(block, { media, take, laid });
  return laid;
}
