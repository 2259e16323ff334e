/** What has to be done for each line, found out before anything is sent. */
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import type { SpokenBlock } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import type { Library } from '../library/library.ts';
import { openMediaIndex } from '../library/media-index.ts';
import { findTake, nextVariation } from '../library/takes.ts';
import { findUtterance } from '../library/utterances.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { SpeechProvider } from '../providers/speech-provider.ts';
import { type BlockRequests, type PlannedUtterance, requestsFor, type Voices } from './speech-request.ts';
import { speechStateOf } from './speech-state.ts';

export interface LineToSpeak {
  readonly requests: BlockRequests;
  /** Which answer to each request is meant; 0 unless another take was asked for. */
  readonly variation: number;
}

export interface BlockMessage {
  readonly blockId: RecordId;
  readonly message: string;
}

export interface BlockFailure {
  readonly blockId: RecordId;
  readonly error: AppError;
}

export interface SpeechPlan {
  /** Blocks that are up to date, or become so by a take that is stored. */
  readonly takes: ReadonlyMap<RecordId, Take>;
  readonly lines: readonly LineToSpeak[];
  readonly warnings: readonly BlockMessage[];
  /** Blocks that cannot be asked for: a malformed tag, a voice that is not there, an option it does not have. */
  readonly failures: readonly BlockFailure[];
}

export function planSpeech(
  library: Library,
  document: EpisodeDocument,
  blocks: readonly SpokenBlock[],
  voices: Voices,
  options: { readonly isNewTake: boolean; readonly isOffline: boolean },
): SpeechPlan {
  const { db } = library;
  const media = openMediaIndex(db);
  const takes = new Map<RecordId, Take>();
  const lines: LineToSpeak[] = [];
  const warnings: BlockMessage[] = [];
  const failures: BlockFailure[] = [];
  for (const block of blocks) {
    try {
      const requests = requestsFor(document, block, voices);
      warnings.push(...requests.warnings.map((message) => ({ blockId: block.id, message })));
      const state = speechStateOf(block, requests, media);
      if (state === 'silent') continue;
      const variation = options.isNewTake ? nextVariation(db, requests.requestHash) : 0;
      const take = options.isNewTake
        ? undefined
        : state === 'ready'
          ? media.take(block.takeId!)
          : findTake(db, requests.requestHash, variation);
      if (take) {
        takes.set(block.id, take);
        continue;
      }
      for (const planned of requests.utterances) {
        if (!findUtterance(db, planned.requestHash, variation))
          checkRequest(requests.provider, planned, options.isOffline);
      }
      lines.push({ requests, variation });
    } catch (error) {
      if (!(error instanceof AppError) || error.code.startsWith('library-')) throw error;
      failures.push({ blockId: block.id, error });
    }
  }
  return { takes, lines, warnings, failures };
}

/** Throws ProviderError when the request cannot be sent. */
export function checkRequest(provider: SpeechProvider, planned: PlannedUtterance, isOffline: boolean): void {
  provider.validate(planned.request);
  if (!isOffline || !provider.isRemote) return;
  throw new ProviderError(provider.id, {
    kind: 'unsupported_operation',
    phase: 'validate',
    message: `${provider.name} speaks over the network, and this was to stay offline. Cast an offline voice such as flite/slt, or allow the network.`,
  });
}
