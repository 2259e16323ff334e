import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { createTurns } from '../../turns.ts';
import type { AnswerTo, SegmentWork, SegmentWorkers } from './segment-work.ts';
import type { WorkerOrder, WorkerReply, WorkerStart } from './segment-worker.ts';
import { unpackError } from './thread-error.ts';

/** A thread takes some 50 MB, its encoder as much; beyond this the disk is what waits. */
const MOST_THREADS = 16;
/** How long a thread that was told to stop may take to end its encoder. */
const STOP_LIMIT_MS = 2_000;

export interface SegmentThreads extends SegmentWorkers {
  /** Ends the threads; works under way are cancelled. */
  readonly close: () => Promise<void>;
}

/**
 * As many threads as the machine has processors, started when they are first needed. Each does one work at a time, and no
 * work is handed over before a thread is free: what waits is a few numbers.
 */
export function startSegmentWorkers(
  start: WorkerStart,
  size = Math.min(availableParallelism(), MOST_THREADS),
): SegmentThreads {
  const idle: SegmentThread[] = [];
  const threads = new Set<SegmentThread>();
  const turns = createTurns(size);
  const closing = new AbortController();

  async function runInThread<Work extends SegmentWork>(work: Work, signal: AbortSignal): Promise<AnswerTo<Work>> {
    throwIfCancelled(signal);
    const thread = idle.pop() ?? new SegmentThread(start);
    threads.add(thread);
    try {
      return (await thread.run(work, signal)) as AnswerTo<Work>;
    } finally {
      if (thread.isAlive) idle.push(thread);
      else threads.delete(thread);
    }
  }

  return {
    size,
    run: (work, signal) => {
      const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      return turns.run(() => runInThread(work, either), either);
    },
    close: async () => {
      closing.abort();
      await Promise.all(Array.from(threads, (thread) => thread.end()));
    },
  };
}

class SegmentThread {
  isAlive = true;
  readonly #worker: Worker;
  #numbers = 0;
  #waiting: { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void } | undefined;

  constructor(start: WorkerStart) {
    // From the sources under Node, and beside the built program under Electron.
    const file = import.meta.url.endsWith('.ts') ? './segment-worker.ts' : './segment-worker.js';
    this.#worker = new Worker(new URL(file, import.meta.url), { workerData: start, execArgv: [] });
    this.#worker.on('message', (reply: WorkerReply) => {
      if ('error' in reply) this.#waiting?.reject(unpackError(reply.error));
      else this.#waiting?.resolve(reply.value);
    });
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', (code) => this.#die(new Error(`A thread of the export ended with ${code}`)));
  }

  /** Settles when the thread is done with it, also after it was told to stop: its encoder is gone by then. */
  async run(work: SegmentWork, signal: AbortSignal): Promise<unknown> {
    const number = this.#numbers++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting = { resolve, reject };
    const stop = (): void => {
      this.#order({ stop: number });
      void this.#endLate(promise);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      this.#order({ number, work });
      return await promise;
    } catch (error) {
      throw signal.aborted ? new Cancelled() : error;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#waiting = undefined;
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #order(order: WorkerOrder): void {
    this.#worker.postMessage(order);
  }

  async #endLate(done: Promise<unknown>): Promise<void> {
    const controller = new AbortController();
    const isDone = await Promise.race([
      done.then(
        () => true,
        () => true,
      ),
      setTimeout(STOP_LIMIT_MS, false, { signal: controller.signal, ref: false }),
    ]);
    controller.abort();
    if (!isDone) await this.end();
  }

  #die(error: unknown): void {
    this.isAlive = false;
    this.#waiting?.reject(error);
  }
}
