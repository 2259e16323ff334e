/**
 * Everything that is asked of speech services passes here: each request once, whoever wants it; no more at once than a
 * service takes; what a person looks at first; nothing beyond the spending cap. Tries again, spacing and `Retry-After`
 * are the service's own business (providers/reliable-service.ts). What has been answered is in the library, so a queue
 * that died with its program loses nothing but the requests that were under way.
 */
import { AppError, type AppErrorCode, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import type { ProviderId, RecordId } from '#shared/ids.ts';
import type { Library } from '../library/library.ts';
import type { StoredUtterance } from '../library/utterances.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { SpeechProvider } from '../providers/speech-provider.ts';
import { checkRequest } from '../synthesis/plan-speech.ts';
import { askForSpeech, findSpoken } from '../synthesis/speak-utterance.ts';
import type { PlannedUtterance } from '../synthesis/speech-request.ts';
import type { SpokenUtterance } from '../synthesis/take-from-utterances.ts';
import { createTurns } from '../turns.ts';
import { SpendingCap, type Spent } from './spending-cap.ts';

export interface WantedSpeech {
  readonly planned: PlannedUtterance;
  /** Which answer to the request is meant. */
  readonly variation: number;
  readonly provider: SpeechProvider;
  /** For whom; see {@link SynthesisQueue.prefer}. */
  readonly blockId: RecordId;
  readonly isOffline: boolean;
  /** What it is a part of, such as one job of a shell; see {@link SynthesisQueue.pause}. */
  readonly group?: string | undefined;
  /** Of whoever asks first where several want the same. Absent: no limit, and costs are not known. */
  readonly spending?: SpendingCap | undefined;
  /** Called when its turn has come and it is about to be sent; not where the library has it. */
  readonly onSend?: (() => void) | undefined;
}

export interface AnsweredSpeech {
  readonly utterance: SpokenUtterance;
  /** Something was sent for it; false where it was in the library. */
  readonly wasAsked: boolean;
}

export interface QueueState {
  readonly isPaused: boolean;
  readonly waiting: number;
  readonly running: number;
  /** Known costs of what was asked since the queue was made. */
  readonly spent: Spent;
}

/** Failures that every further request would meet as well. */
const STOPS_ALL: ReadonlySet<AppErrorCode> = new Set([
  'disk-full',
  'file-unwritable',
  'ffmpeg-missing',
  'library-damaged',
  'library-locked',
]);
/** Failures that every further request to the same service would meet as well. */
const STOPS_PROVIDER: ReadonlySet<unknown> = new Set(['auth', 'permission', 'quota']);
/** Decoding what a crash left undecoded is work for the processor. */
const DECODINGS_AT_ONCE = 4;

/** One decodes while the other waits for the disk. */
const STORED_AT_ONCE = 2;

type Billed = Pick<StoredUtterance, 'billedCharacters' | 'cost' | 'currency'>;

interface Job {
  readonly want: WantedSpeech;
  readonly blockIds: Set<RecordId>;
  readonly groups: Set<string | undefined>;
  readonly onSend: Set<() => void>;
  readonly controller: AbortController;
  readonly result: Promise<AnsweredSpeech>;
  /** How many want it still. */
  waiters: number;
  /** While it waits for its turn. */
  turn?: PromiseWithResolvers<void>;
  /** Its turn has come: from then on it may have been answered. */
  isSent: boolean;
}

/** The jobs of one service. */
interface Line {
  size: number;
  /** In the order they came. */
  readonly waiting: Job[];
  running: number;
}

export class SynthesisQueue {
  readonly #library: Library;
  readonly #spent = new Map<string, number>();
  readonly #decodings = createTurns(DECODINGS_AT_ONCE);
  readonly #storing = createTurns(STORED_AT_ONCE);
  readonly #jobs = new Map<string, Job>();
  readonly #lines = new Map<ProviderId, Line>();
  /** Until there is nothing left to do: whoever tries again later may have mended it. */
  readonly #refused = new Map<ProviderId, ProviderError>();
  #fault: { readonly error: unknown } | undefined;
  #preferred: ReadonlySet<RecordId> = new Set();
  #isPaused = false;
  readonly #pausedGroups = new Set<string | undefined>();

  /** One for all who want speech of the same library. */
  constructor(library: Library) {
    this.#library = library;
  }

  /**
   * From the library, or asked of the service when its turn comes; once for all who want the same. Throws what keeps it
   * from being spoken, `invalid-input` at the spending cap, or Cancelled: when nobody wants it any more its socket is
   * closed, and an answer that had arrived by then is stored before this returns.
   */
  ask(want: WantedSpeech, signal?: AbortSignal): Promise<AnsweredSpeech> {
    const key = `${want.planned.requestHash} ${want.variation}`;
    const job = this.#jobs.get(key) ?? this.#begin(key, want);
    job.blockIds.add(want.blockId);
    job.groups.add(want.group);
    // It may have waited for a group that is paused.
    if (job.turn !== undefined && !job.isSent) this.#admit(this.#lineOf(want.provider));
    if (want.onSend && job.isSent) want.onSend();
    else if (want.onSend) job.onSend.add(want.onSend);
    return this.#join(job, signal);
  }

  /** These first, from now on: what the person is looking at. */
  prefer(blockIds: ReadonlySet<RecordId>): void {
    this.#preferred = blockIds;
  }

  /** Nothing further is sent, or nothing that only this group wants; what is under way comes in. */
  pause(group?: string): void {
    if (group === undefined) this.#isPaused = true;
    else this.#pausedGroups.add(group);
  }

  /** Both are to be taken back on their own: a group that was paused stays so. */
  resume(group?: string): void {
    if (group === undefined) this.#isPaused = false;
    else this.#pausedGroups.delete(group);
    for (const line of this.#lines.values()) this.#admit(line);
  }

  state(): QueueState {
    const running = [...this.#lines.values()].reduce((sum, line) => sum + line.running, 0);
    return {
      isPaused: this.#isPaused,
      waiting: this.#jobs.size - running,
      running,
      spent: Object.fromEntries(this.#spent),
    };
  }

  #begin(key: string, want: WantedSpeech): Job {
    const controller = new AbortController();
    const { promise, resolve, reject } = Promise.withResolvers<AnsweredSpeech>();
    const job: Job = {
      want,
      blockIds: new Set(),
      groups: new Set(),
      onSend: new Set(),
      controller,
      result: promise,
      waiters: 0,
      isSent: false,
    };
    this.#jobs.set(key, job);
    const end = (): void => {
      this.#jobs.delete(key);
      if (this.#jobs.size > 0) return;
      this.#refused.clear();
      this.#fault = undefined;
    };
    // Nobody may be left to hear of a failure.
    promise.catch(() => undefined);
    this.#work(job).then(
      (answer) => {
        end();
        resolve(answer);
      },
      (error: unknown) => {
        end();
        reject(error);
      },
    );
    return job;
  }

  async #join(job: Job, signal: AbortSignal | undefined): Promise<AnsweredSpeech> {
    job.waiters++;
    const leave = (): void => {
      if (--job.waiters > 0) return;
      job.controller.abort();
      this.#leaveLine(job, new Cancelled());
    };
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave, { once: true });
    try {
      // What is under way may have been answered already, and then has to be stored first.
      return await (job.isSent || signal === undefined ? job.result : orCancelled(job, signal));
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  async #work(job: Job): Promise<AnsweredSpeech> {
    const { planned, variation, provider, isOffline } = job.want;
    const { signal } = job.controller;
    const lookUp = () => findSpoken({ library: this.#library, planned, variation }, signal);
    const stored = await this.#decodings.run(lookUp, signal);
    if (stored) return { utterance: stored, wasAsked: false };
    checkRequest(provider, planned, isOffline);
    const line = this.#lineOf(provider);
    await this.#turn(job, line);
    try {
      return { utterance: await this.#send(job), wasAsked: true };
    } catch (error) {
      // Here, so that the turn is not passed on to a request that would be paid for in vain.
      this.#learnFrom(error, provider);
      throw error;
    } finally {
      line.running--;
      this.#admit(line);
    }
  }

  async #send({ want, controller }: Job): Promise<SpokenUtterance> {
    const { planned, variation, provider, spending = new SpendingCap() } = want;
    if (this.#fault) throw this.#fault.error;
    const refusal = this.#refused.get(provider.id);
    if (refusal) throw refusal;
    const settle = spending.reserve(provider, planned.request);
    let billedCharacters = 0;
    try {
      const work = {
        library: this.#library,
        provider,
        planned,
        variation,
        costOf: spending.costOf,
        storing: this.#storing,
        onBilled: (answer: Billed): void => {
          billedCharacters += answer.billedCharacters;
          this.#count(answer);
        },
      };
      return await askForSpeech(work, controller.signal);
    } finally {
      settle(billedCharacters);
    }
  }

  #count({ cost, currency }: Billed): void {
    if (currency !== undefined && cost > 0) this.#spent.set(currency, (this.#spent.get(currency) ?? 0) + cost);
  }

  #lineOf({ id, concurrency }: SpeechProvider): Line {
    const line = this.#lines.get(id) ?? { size: concurrency, waiting: [], running: 0 };
    // The person may have changed it since.
    line.size = concurrency;
    this.#lines.set(id, line);
    return line;
  }

  #turn(job: Job, line: Line): Promise<void> {
    throwIfCancelled(job.controller.signal);
    job.turn = Promise.withResolvers();
    const { promise } = job.turn;
    line.waiting.push(job);
    this.#admit(line);
    return promise;
  }

  #admit(line: Line): void {
    while (!this.#isPaused && line.running < line.size) {
      const index = this.#nextOf(line);
      const [job] = index < 0 ? [] : line.waiting.splice(index, 1);
      if (!job) return;
      line.running++;
      job.isSent = true;
      for (const tell of job.onSend) tell();
      job.turn?.resolve();
    }
  }

  /** -1 where none may go. */
  #nextOf({ waiting }: Line): number {
    const mayGo = ({ groups }: Job): boolean => ![...groups].every((group) => this.#pausedGroups.has(group));
    const isPreferred = ({ blockIds }: Job): boolean => [...blockIds].some((id) => this.#preferred.has(id));
    const preferred = this.#preferred.size === 0 ? -1 : waiting.findIndex((job) => isPreferred(job) && mayGo(job));
    return preferred >= 0 ? preferred : waiting.findIndex(mayGo);
  }

  #leaveLine(job: Job, reason: unknown): void {
    const line = this.#lines.get(job.want.provider.id);
    const index = line?.waiting.indexOf(job) ?? -1;
    if (index < 0) return;
    line?.waiting.splice(index, 1);
    job.turn?.reject(reason);
  }

  #learnFrom(error: unknown, provider: SpeechProvider): void {
    if (error instanceof ProviderError && STOPS_PROVIDER.has(error.kind)) this.#refused.set(provider.id, error);
    if (error instanceof Cancelled || isOfOneLine(error)) return;
    this.#fault ??= { error };
    for (const job of this.#jobs.values()) {
      job.controller.abort();
      this.#leaveLine(job, error);
    }
  }
}

/** False for a failure of the machine, or a bug: then going on makes no sense. */
export function isOfOneLine(error: unknown): boolean {
  return error instanceof AppError && !STOPS_ALL.has(error.code);
}

/** Who leaves a job that waits, or that others still want, need not wait for it. */
async function orCancelled(job: Job, signal: AbortSignal): Promise<AnsweredSpeech> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    if (!job.isSent || job.waiters > 0) reject(new Cancelled());
  };
  // After the job has been told, so that it is known whether anybody else wants it.
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([job.result, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
