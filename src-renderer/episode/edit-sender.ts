/** Sends what a person did to the core: in order, one at a time, each against the revision that came of the last. */
import type { Client } from '#shared/contract/client.ts';
import type { EpisodeChange } from '#shared/contract/episodes.ts';
import { AppError, type AppErrorCode } from '#shared/errors.ts';
import type { EpisodeId } from '#shared/ids.ts';
import type { EpisodeReplica } from './episode-replica.ts';
import type { Work } from './pending-edit.ts';

export interface SenderEvents {
  /** Before something is sent and after something was answered. */
  onProgress(): void;
  onAnswer(change: EpisodeChange): void;
  /** The core will not do it; it has been taken back here. */
  onRefused(error: AppError): void;
  /** Somebody else was faster, or it is not known what became of the edit: the episode has to be read again. */
  onLost(): Promise<void>;
  /** Nobody answers, or not now. It is tried again. */
  onTrouble(thrown: unknown): void;
}

/** The edit is wrong, and would be wrong the next time too. */
const FINAL: ReadonlySet<AppErrorCode> = new Set(['invalid-command', 'invalid-input', 'not-found']);
const RETRY_MS = [500, 1_000, 2_000, 5_000];

export class EditSender {
  readonly #client: Client;
  readonly #episodeId: EpisodeId;
  readonly #replica: EpisodeReplica;
  readonly #events: SenderEvents;
  #isBusy = false;
  #isDisposed = false;
  #mustRead = false;
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #waiters: (() => void)[] = [];

  constructor(parts: {
    readonly client: Client;
    readonly episodeId: EpisodeId;
    readonly replica: EpisodeReplica;
    readonly events: SenderEvents;
  }) {
    this.#client = parts.client;
    this.#episodeId = parts.episodeId;
    this.#replica = parts.replica;
    this.#events = parts.events;
  }

  get isInTrouble(): boolean {
    return this.#failures > 0;
  }

  /** There may be something to send. */
  kick(): void {
    if (!this.#isBusy && !this.#isDisposed) void this.#run();
  }

  /** The episode is read again, between two edits. */
  readAgain(): void {
    this.#mustRead = true;
    this.kick();
  }

  /** Tries again without waiting. */
  retry(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.kick();
  }

  /** Everything has been answered. */
  settled(): Promise<void> {
    if (this.#replica.pending.length === 0 && !this.#isBusy) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#retryTimer);
  }

  async #run(): Promise<void> {
    if (this.#retryTimer !== undefined) return;
    this.#isBusy = true;
    try {
      // What became of an edit that nobody answered is seen in the episode, not guessed.
      if (this.#failures > 0 || this.#mustRead) await this.#read();
      for (let next = this.#replica.takeNext(); next && !this.#isDisposed; next = this.#replica.takeNext()) {
        this.#events.onProgress();
        await this.#send(next.work, next.baseRevision);
        if (this.#mustRead) await this.#read();
      }
      this.#failures = 0;
      this.#isBusy = false;
      this.#events.onProgress();
      if (this.#replica.pending.length === 0) for (const resolve of this.#waiters.splice(0)) resolve();
    } catch (thrown) {
      this.#isBusy = false;
      if (this.#isDisposed) return;
      this.#retryTimer = setTimeout(() => this.retry(), RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)]);
      this.#failures++;
      this.#events.onTrouble(thrown);
      this.#events.onProgress();
    }
  }

  async #read(): Promise<void> {
    await this.#events.onLost();
    this.#mustRead = false;
  }

  async #send(work: Work, baseRevision: number): Promise<void> {
    try {
      const change = await this.#call(work, baseRevision);
      if (this.#isDisposed) return;
      this.#replica.answer(change);
      this.#events.onAnswer(change);
    } catch (thrown) {
      if (this.#isDisposed) return;
      if (!(thrown instanceof AppError)) throw thrown;
      if (thrown.code === 'conflict') await this.#read();
      else if (FINAL.has(thrown.code)) {
        this.#replica.refuse();
        this.#events.onRefused(thrown);
      } else throw thrown;
    }
  }

  #call(work: Work, baseRevision: number): Promise<EpisodeChange> {
    const episodeId = this.#episodeId;
    switch (work.kind) {
      case 'edit': {
        const { kind: _, ...edit } = work;
        return this.#client.call('episodes.edit', { episodeId, baseRevision, ...edit });
      }
      case 'commitGesture':
        return this.#client.call('episodes.commitGesture', { episodeId, gesture: work.gesture });
      case 'cancelGesture':
        return this.#client.call('episodes.cancelGesture', { episodeId, gesture: work.gesture });
      case 'undo':
        return this.#client.call('episodes.undo', { episodeId, baseRevision });
      case 'redo':
        return this.#client.call('episodes.redo', { episodeId, baseRevision });
      case 'jumpTo':
        return this.#client.call('episodes.jumpTo', { episodeId, baseRevision, position: work.position });
      case 'restore':
        return this.#client.call('snapshots.restore', { episodeId, baseRevision, snapshotId: work.snapshotId });
    }
  }
}
