import { blocksOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import type { SpokenBlock } from '#shared/document/records.ts';
import type { MediaIndex } from '#shared/media.ts';
import type { BlockRequests } from './speech-request.ts';

/** `silent`: nothing to say. `missing`: never spoken. `stale`: spoken, but now it would be asked for otherwise. */
export type SpeechState = 'silent' | 'missing' | 'stale' | 'ready';

/** By comparing hashes: what does not change the request (a pause laid out as silence, a gain, a name) costs nothing. */
export function speechStateOf(block: SpokenBlock, requests: BlockRequests, media: MediaIndex): SpeechState {
  if (requests.utterances.length === 0) return 'silent';
  const take = block.takeId === undefined ? undefined : media.take(block.takeId);
  if (!take) return 'missing';
  return take.requestHash === requests.requestHash ? 'ready' : 'stale';
}

/** The blocks a voice reads, in reading order. */
export function spokenBlocksOf(document: EpisodeDocument): readonly SpokenBlock[] {
  return blocksOf(document).filter(
    (block) => block.type === 'line' || (block.type === 'heading' && block.isSpoken),
  ) as readonly SpokenBlock[];
}
