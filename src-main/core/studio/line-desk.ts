/**
 * What can be said about the lines of an episode that is being worked on: their states, what speaking them would cost,
 * and what the jobs make of them. Planning a request takes some hundredths of a millisecond a line, so plans are kept
 * until something they were made of changes: an edit in an episode of 20,000 lines plans one line anew.
 */
import type { LineStateValue, LineStatus } from '#shared/contract/episodes.ts';
import type { EstimateValue } from '#shared/contract/speech.ts';
import { type EpisodeDocument, narratorOf, settingsOf, speakerOf } from '#shared/document/episode-document.ts';
import type { SpokenBlock } from '#shared/document/records.ts';
import { AppError, type ErrorAnswer } from '#shared/errors.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import { answerOf } from '../error-answer.ts';
import { assetState } from '../library/assets.ts';
import { openEffectiveEpisode } from '../library/effective-episode.ts';
import { findTake, takeById } from '../library/takes.ts';
import { findUtterance } from '../library/utterances.ts';
import { createTally } from '../synthesis/estimate.ts';
import { type BlockRequests, requestsFor, type Voices } from '../synthesis/speech-request.ts';
import { speechStateOf, spokenBlocksOf } from '../synthesis/speech-state.ts';
import type { StudioParts } from './studio-parts.ts';

interface Plan {
  readonly block: SpokenBlock;
  /** Everything beside the block that the plan was made of. */
  readonly context: string;
  readonly requests: BlockRequests | AppError;
}

/** What a job says of a line. */
interface JobMark {
  readonly status: Extract<LineStatus, 'queued' | 'generating' | 'failed'>;
  readonly problem?: ErrorAnswer;
  /** Of a failure: what was asked. When the line asks for something else, the failure is none any more. */
  readonly requestHash?: string;
}

export interface EstimateOptions {
  readonly blockIds?: Iterable<RecordId>;
  readonly isNewTake?: boolean;
}

/** Episodes whose plans are kept. */
const MOST_EPISODES = 4;

export class LineDesk {
  readonly #parts: Pick<StudioParts, 'core' | 'library'>;
  readonly #plans = new Map<EpisodeId, Map<RecordId, Plan>>();
  readonly #marks = new Map<EpisodeId, Map<RecordId, JobMark>>();
  #voices: Voices | undefined;
  #voicesKey = '';
  #voicesVersion = 0;

  constructor(parts: Pick<StudioParts, 'core' | 'library'>) {
    this.#parts = parts;
  }

  /** Of these blocks, or of every line and spoken heading in reading order. Throws AppError `not-found`. */
  async states(episodeId: EpisodeId, blockIds?: Iterable<RecordId>): Promise<readonly LineStateValue[]> {
    const { document, blocks, voices } = await this.#open(episodeId, blockIds);
    return blocks.map((block) => this.#stateOf(episodeId, document, block, voices));
  }

  /** What has to be asked, and what it would cost. A request that several lines share counts once. */
  async estimate(episodeId: EpisodeId, { blockIds, isNewTake = false }: EstimateOptions = {}): Promise<EstimateValue> {
    const { document, blocks, voices } = await this.#open(episodeId, blockIds);
    const { db } = this.#parts.library;
    const tally = createTally(await this.#parts.core.connections.costOf());
    const counted = new Set<string>();
    let stale = 0;
    let blocked = 0;
    for (const block of blocks) {
      const requests = this.#plan(episodeId, document, block, voices);
      if (requests instanceof AppError) {
        blocked++;
        continue;
      }
      if (!isNewTake && speechStateOf(block, requests, this.#media) === 'ready') continue;
      const open = requests.utterances.filter(
        ({ requestHash }) => isNewTake || findUtterance(db, requestHash, 0) === undefined,
      );
      if (open.length > 0) stale++;
      for (const planned of open) {
        if (!isNewTake && counted.has(planned.requestHash)) continue;
        counted.add(planned.requestHash);
        const { provider } = requests;
        tally.add(planned, provider.billedCharacters(planned.request), provider.isRemote);
      }
    }
    const nameOf = new Map(voices.providers.map(({ id, name }) => [id, name]));
    const byConnection = tally.rows().map((row) => ({ ...row, name: nameOf.get(row.connection) ?? row.connection }));
    return { lines: blocks.length, stale, blocked, byConnection };
  }

  /** What a take must have been asked for to fit the line as it is; undefined where it cannot be asked for. */
  async requestHashOf(episodeId: EpisodeId, blockId: RecordId): Promise<string | undefined> {
    const { document, blocks, voices } = await this.#open(episodeId, [blockId]);
    const requests = blocks[0] && this.#plan(episodeId, document, blocks[0], voices);
    return requests && !(requests instanceof AppError) ? requests.requestHash : undefined;
  }

  /** Lines that are missing or stale and can be asked for, in reading order. */
  async openLines(episodeId: EpisodeId): Promise<readonly RecordId[]> {
    const { document, blocks, voices } = await this.#open(episodeId);
    return blocks
      .filter((block) => {
        const requests = this.#plan(episodeId, document, block, voices);
        if (requests instanceof AppError) return false;
        const state = speechStateOf(block, requests, this.#media);
        return state === 'missing' || state === 'stale';
      })
      .map(({ id }) => id);
  }

  /** A job has taken a line in, is at it, or has failed at it. */
  mark(episodeId: EpisodeId, blockId: RecordId, status: 'queued' | 'generating'): void;
  mark(episodeId: EpisodeId, blockId: RecordId, status: 'failed', problem: ErrorAnswer): void;
  mark(episodeId: EpisodeId, blockId: RecordId, status: JobMark['status'], problem?: ErrorAnswer): void {
    const marks = this.#marks.get(episodeId) ?? new Map<RecordId, JobMark>();
    this.#marks.set(episodeId, marks);
    const requests = this.#plans.get(episodeId)?.get(blockId)?.requests;
    marks.set(blockId, {
      status,
      ...(problem ? { problem } : {}),
      ...(requests && !(requests instanceof AppError) ? { requestHash: requests.requestHash } : {}),
    });
  }

  /** The job is done with it, or has left it. */
  unmark(episodeId: EpisodeId, blockId: RecordId): void {
    this.#marks.get(episodeId)?.delete(blockId);
  }

  readonly #media = { take: (id: Take['id']) => takeById(this.#parts.library.db, id), asset: () => undefined };

  async #open(episodeId: EpisodeId, blockIds?: Iterable<RecordId>) {
    const voices = await this.#knownVoices();
    const { document } = openEffectiveEpisode(this.#parts.library.db, episodeId);
    if (blockIds === undefined) return { document, voices, blocks: spokenBlocksOf(document) };
    const blocks = Array.from(blockIds, (id) => document.records.get(id)).filter(
      (record): record is SpokenBlock => record?.type === 'line' || (record?.type === 'heading' && record.isSpoken),
    );
    return { document, voices, blocks };
  }

  /** The same object as long as the voices are the same: plans are kept by it. */
  async #knownVoices(): Promise<Voices> {
    const voices = await this.#parts.core.voices();
    const key = JSON.stringify([voices.defaultVoice, voices.keptVoices]);
    const isSame = this.#voices !== undefined && this.#voices.providers === voices.providers && this.#voicesKey === key;
    if (!isSame) {
      this.#voices = voices;
      this.#voicesKey = key;
      this.#voicesVersion++;
    }
    return this.#voices ?? voices;
  }

  #plan(episodeId: EpisodeId, document: EpisodeDocument, block: SpokenBlock, voices: Voices): BlockRequests | AppError {
    const plans = this.#plansOf(episodeId);
    const context = this.#contextOf(document, block);
    const known = plans.get(block.id);
    if (known?.block === block && known.context === context) return known.requests;
    const requests = planned(document, block, voices);
    plans.set(block.id, { block, context, requests });
    return requests;
  }

  #contextOf(document: EpisodeDocument, block: SpokenBlock): string {
    const { language, pronunciations } = settingsOf(document);
    const speaker = block.type === 'line' ? speakerOf(document, block) : narratorOf(document);
    return `${this.#voicesVersion} ${language} ${jsonOf(pronunciations)} ${jsonOf(speaker?.voice)} ${speaker?.name ?? ''}`;
  }

  #plansOf(episodeId: EpisodeId): Map<RecordId, Plan> {
    const plans = this.#plans.get(episodeId) ?? new Map<RecordId, Plan>();
    this.#plans.delete(episodeId);
    this.#plans.set(episodeId, plans);
    for (const oldest of this.#plans.keys()) {
      if (this.#plans.size <= MOST_EPISODES) break;
      this.#plans.delete(oldest);
    }
    return plans;
  }

  #stateOf(episodeId: EpisodeId, document: EpisodeDocument, block: SpokenBlock, voices: Voices): LineStateValue {
    const { db } = this.#parts.library;
    const requests = this.#plan(episodeId, document, block, voices);
    const mark = this.#marks.get(episodeId)?.get(block.id);
    if (requests instanceof AppError) return { blockId: block.id, status: 'blocked', problem: answer(requests) };
    if (mark && (mark.status !== 'failed' || mark.requestHash === requests.requestHash)) {
      return { blockId: block.id, status: mark.status, ...(mark.problem ? { problem: mark.problem } : {}) };
    }
    const state = speechStateOf(block, requests, this.#media);
    if (state === 'missing' || state === 'stale') {
      const fitting = findTake(db, requests.requestHash, 0);
      return { blockId: block.id, status: state, ...(fitting ? { fittingTakeId: fitting.id } : {}) };
    }
    const problem = state === 'ready' ? this.#damageOf(block) : null;
    if (problem) return { blockId: block.id, status: 'damaged', problem };
    return { blockId: block.id, status: state };
  }

  /** Its take's audio is gone or is none. */
  #damageOf(block: SpokenBlock): ErrorAnswer | null {
    const { db } = this.#parts.library;
    const take = block.takeId === undefined ? undefined : takeById(db, block.takeId);
    for (const { assetId } of take?.segments ?? []) {
      const state = assetState(db, assetId);
      if (state?.status === 'ready') continue;
      if (state?.status === 'refused') return { ...state.refusal, isRetryable: false };
      return {
        code: 'file-unreadable',
        message: 'The audio of this take is not in the library any more. Speak the line again.',
        isRetryable: false,
      };
    }
    return null;
  }
}

function planned(document: EpisodeDocument, block: SpokenBlock, voices: Voices): BlockRequests | AppError {
  try {
    return requestsFor(document, block, voices);
  } catch (error) {
    if (error instanceof AppError && !error.code.startsWith('library-')) return error;
    throw error;
  }
}

function answer(error: AppError): ErrorAnswer {
  return answerOf(error, { info: () => {}, warn: () => {}, error: () => {} });
}

const texts = new WeakMap<object, string>();

/** Records are frozen: their text is made once. */
function jsonOf(value: object | undefined): string {
  if (value === undefined) return '';
  let text = texts.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    texts.set(value, text);
  }
  return text;
}
