/** Which lines have to be spoken: found by comparing hashes, sending nothing. */
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import type { RecordId, TakeId } from '#shared/ids.ts';
import type { Library } from '../library/library.ts';
import { openMediaIndex } from '../library/media-index.ts';
import { findTake } from '../library/takes.ts';
import { requestsFor, type Voices } from './speech-request.ts';
import { type SpeechState, speechStateOf, spokenBlocksOf } from './speech-state.ts';

export interface LineState {
  /** `blocked`: it cannot be asked for as it is; `problem` says why. */
  readonly state: SpeechState | 'blocked';
  readonly problem?: AppError;
  /** Of a missing or stale line: a take that was kept fits what it says now, so that nothing has to be asked. */
  readonly fittingTakeId?: TakeId;
}

/**
 * Every line and spoken heading, in reading order. `document` is the episode with what it inherits from its project
 * (see effective-episode.ts). Throws only what is wrong with the library.
 */
export function lineStates(
  library: Library,
  document: EpisodeDocument,
  voices: Voices,
): ReadonlyMap<RecordId, LineState> {
  const media = openMediaIndex(library.db);
  const states = new Map<RecordId, LineState>();
  for (const block of spokenBlocksOf(document)) {
    try {
      const requests = requestsFor(document, block, voices);
      const state = speechStateOf(block, requests, media);
      const isOpen = state === 'missing' || state === 'stale';
      const fitting = isOpen ? findTake(library.db, requests.requestHash, 0) : undefined;
      states.set(block.id, { state, ...(fitting ? { fittingTakeId: fitting.id } : {}) });
    } catch (error) {
      if (!(error instanceof AppError) || error.code.startsWith('library-')) throw error;
      states.set(block.id, { state: 'blocked', problem: error });
    }
  }
  return states;
}
