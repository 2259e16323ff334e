/**
 * What can be said about the lines of an episode that is being worked on: their states, what speaking them would cost,
 * and what the jobs make of them. Planning a request takes some hundredths of a millisecond a line, so plans are kept
 * until something they were made of changes: an edit in an episode of 20,000 lines plans one line anew.
 */
import { setImmediate } from 'node:timers/promises';
import type { LineStateValue, LineStatus } from '#shared/contract/episodes.ts';
import type { EstimateValue } from '#shared/contract/speech.ts';
import { type EpisodeDocument, narratorOf, settingsOf, speakerOf } from '#shared/document/episode-document.ts';
import type { SpokenBlock } from '#shared/document/records.ts';
import { AppError, type ErrorAnswer } from '#shared/errors.ts';
import type { EpisodeId, RecordId, RequestHash, TakeId } from '#shared/ids.ts';
import { answerOf } from '../error-answer.ts';
import { assetState } from '../library/assets.ts';
import { openEffectiveEpisode } from '../library/effective-episode.ts';
import { answeredRequests, damagedTakes, firstTakesOf, requestHashesOf } from '../library/speech-facts.ts';
import { takeById } from '../library/takes.ts';
import { createTally } from '../synthesis/estimate.ts';
import { type BlockRequests, requestsFor, type Voices } from '../synthesis/speech-request.ts';
import { type SpeechState, spokenBlocksOf } from '../synthesis/speech-state.ts';
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

/** A few milliseconds of planning. */
const PLANS_BETWEEN_BREATHS = 200;
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
    const plans = await this.#planAll(episodeId, document, blocks, voices);
    const { db } = this.#parts.library;
    const takeIds = blocks.flatMap(({ takeId }) => takeId ?? []);
    const facts: SpeechFacts = {
      hashes: requestHashesOf(db, takeIds),
      damaged: damagedTakes(db, takeIds),
      fitting: new Map(),
    };
    const open = plans.flatMap(({ block, requests }) =>
      requests instanceof AppError || !isOpen(stateIn(block, requests, facts)) ? [] : requests.requestHash,
    );
    const withFitting = { ...facts, fitting: firstTakesOf(db, open) };
    return plans.map(({ block, requests }) => this.#stateOf(episodeId, block, requests, withFitting));
  }

  /** What has to be asked, and what it would cost. A request that several lines share counts once. */
  async estimate(episodeId: EpisodeId, { blockIds, isNewTake = false }: EstimateOptions = {}): Promise<EstimateValue> {
    const { document, blocks, voices } = await this.#open(episodeId, blockIds);
    const { db } = this.#parts.library;
    const tally = createTally(await this.#parts.core.connections.costOf());
    const plans = await this.#planAll(episodeId, document, blocks, voices);
    const hashes = requestHashesOf(db, isNewTake ? [] : blocks.flatMap(({ takeId }) => takeId ?? []));
    const open = plans.flatMap(({ block, requests }) =>
      requests instanceof AppError || (!isNewTake && stateIn(block, requests, { hashes }) === 'ready') ? [] : requests,
    );
    const wanted = open.flatMap(({ utterances }) => utterances.map(({ requestHash }) => requestHash));
    const answered = isNewTake ? new Set() : answeredRequests(db, wanted);
    const counted = new Set<string>();
    let stale = 0;
    for (const { provider, utterances } of open) {
      const asked = utterances.filter(({ requestHash }) => !answered.has(requestHash));
      if (asked.length > 0) stale++;
      for (const planned of asked) {
        if (!isNewTake && counted.has(planned.requestHash)) continue;
        counted.add(planned.requestHash);
        tally.add(planned, provider.billedCharacters(planned.request), provider.isRemote);
      }
    }
    const blocked = plans.filter(({ requests }) => requests instanceof AppError).length;
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
    const plans = await this.#planAll(episodeId, document, blocks, voices);
    const hashes = requestHashesOf(
      this.#parts.library.db,
      blocks.flatMap(({ takeId }) => takeId ?? []),
    );
    return plans.flatMap(({ block, requests }) =>
      !(requests instanceof AppError) && isOpen(stateIn(block, requests, { hashes })) ? block.id : [],
    );
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
    const { providers } = voices;
    const isSame =
      this.#voicesKey === key &&
      this.#voices?.providers.length === providers.length &&
      this.#voices.providers.every((provider, index) => provider === providers[index]);
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

  /** All of them, letting other work in between: the first look at a long episode takes a second. */
  async #planAll(
    episodeId: EpisodeId,
    document: EpisodeDocument,
    blocks: readonly SpokenBlock[],
    voices: Voices,
  ): Promise<readonly PlannedBlock[]> {
    const plans: PlannedBlock[] = [];
    for (const [index, block] of blocks.entries()) {
      if (index % PLANS_BETWEEN_BREATHS === PLANS_BETWEEN_BREATHS - 1) await setImmediate();
      plans.push({ block, requests: this.#plan(episodeId, document, block, voices) });
    }
    return plans;
  }

  #stateOf(
    episodeId: EpisodeId,
    block: SpokenBlock,
    requests: BlockRequests | AppError,
    facts: SpeechFacts,
  ): LineStateValue {
    const mark = this.#marks.get(episodeId)?.get(block.id);
    if (requests instanceof AppError) return { blockId: block.id, status: 'blocked', problem: answer(requests) };
    if (mark && (mark.status !== 'failed' || mark.requestHash === requests.requestHash)) {
      return { blockId: block.id, status: mark.status, ...(mark.problem ? { problem: mark.problem } : {}) };
    }
    const state = stateIn(block, requests, facts);
    if (isOpen(state)) {
      const fittingTakeId = facts.fitting.get(requests.requestHash);
      return { blockId: block.id, status: state, ...(fittingTakeId === undefined ? {} : { fittingTakeId }) };
    }
    const isDamaged = state === 'ready' && block.takeId !== undefined && facts.damaged.has(block.takeId);
    return isDamaged
      ? { blockId: block.id, status: 'damaged', problem: this.#damageOf(block) }
      : { blockId: block.id, status: state };
  }

  /** Why a take cannot be heard. */
  #damageOf({ takeId }: SpokenBlock): ErrorAnswer {
    const { db } = this.#parts.library;
    const take = takeId === undefined ? undefined : takeById(db, takeId);
    for (const { assetId } of take?.segments ?? []) {
      const state = assetState(db, assetId);
      if (state?.status === 'refused') return { ...state.refusal, isRetryable: false };
    }
    return {
      code: 'file-unreadable',
      message: 'The audio of this take is not in the library any more. Speak the line again.',
      isRetryable: false,
    };
  }
}

interface PlannedBlock {
  readonly block: SpokenBlock;
  readonly requests: BlockRequests | AppError;
}

interface SpeechFacts {
  readonly hashes: ReadonlyMap<TakeId, RequestHash>;
  readonly damaged: ReadonlySet<TakeId>;
  readonly fitting: ReadonlyMap<RequestHash, TakeId>;
}

/** As `speechStateOf`, from what was read for all lines at once. */
function stateIn(
  block: SpokenBlock,
  { utterances, requestHash }: BlockRequests,
  { hashes }: Pick<SpeechFacts, 'hashes'>,
): SpeechState {
  if (utterances.length === 0) return 'silent';
  const asked = block.takeId === undefined ? undefined : hashes.get(block.takeId);
  if (asked === undefined) return 'missing';
  return asked === requestHash ? 'ready' : 'stale';
}

function isOpen(state: SpeechState): state is 'missing' | 'stale' {
  return state === 'missing' || state === 'stale';
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
