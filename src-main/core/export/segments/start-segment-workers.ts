import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { createTurns } from '../../turns.ts';
import type { AnswerTo, OnSegment, SegmentWork, SegmentWorkers } from './segment-work.ts';
import type { WorkerOrder, WorkerProgramme, WorkerReply } from './segment-worker.ts';
import { unpackError } from './thread-error.ts';

/** A thread takes some 50 MB, its encoder as much; beyond this the disk is what waits. */
const MOST_THREADS = 16;
/** A stretch is measured in some milliseconds: the next one is there already when it is done. */
const WORKS_PER_THREAD = 2;
/** Few objects of a thread live long, and a larger nursery is only slower to go through; the rest is outside of its heap. */
const LARGEST_YOUNG_HEAP_MB = 6;
/** A thread without work holds tens of megabytes, and is there again within half a second. */
const REST_LIMIT_MS = 1_000;
/** How long a thread that was told to stop may take to end its encoder. */
const STOP_LIMIT_MS = 2_000;

export interface SegmentThreads extends SegmentWorkers {
  /** To be called once, before any work. */
  readonly open: (programme: WorkerProgramme) => void;
  /** Ends the threads; works under way are cancelled. */
  readonly close: () => Promise<void>;
}

/**
 * As many threads as the machine has processors, started when they are needed and ended when they have been idle for a while.
 * Each does two works at a time, one of which encodes, and no work is handed over before a thread has room: what waits is a
 * few numbers.
 */
export function startSegmentWorkers(size = Math.min(availableParallelism(), MOST_THREADS)): SegmentThreads {
  // The first is started while the programme is still being laid out.
  const threads = new Set([new SegmentThread()]);
  let programme: WorkerProgramme | undefined;
  const turns = createTurns(size * WORKS_PER_THREAD);
  // An encoder on every processor is all that a machine has use for.
  const encoders = createTurns(size);
  const closing = new AbortController();

  function freestThread(): SegmentThread {
    let freest: SegmentThread | undefined;
    for (const thread of threads) {
      if (!thread.isAlive) threads.delete(thread);
      else if (thread.works < (freest?.works ?? WORKS_PER_THREAD)) freest = thread;
    }
    if (freest && (freest.works === 0 || threads.size >= size)) return freest;
    const thread = new SegmentThread();
    if (!programme) throw new Error('There is no programme to work on yet');
    thread.open(programme);
    threads.add(thread);
    return thread;
  }

  return {
    size,
    open: (opened) => {
      programme = opened;
      for (const thread of threads) thread.open(opened);
    },
    run: async <Work extends SegmentWork>(work: Work, signal?: AbortSignal, onSegment?: OnSegment) => {
      const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      const inThread = () => turns.run(() => freestThread().run(work, either, onSegment), either);
      return (await (work.kind === 'encode' ? encoders.run(inThread, either) : inThread())) as AnswerTo<Work>;
    },
    close: async () => {
      closing.abort();
      await Promise.all(Array.from(threads, (thread) => thread.end()));
    },
  };
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onSegment: OnSegment | undefined;
}

class SegmentThread {
  isAlive = true;
  #rest: NodeJS.Timeout | undefined;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #numbers = 0;

  constructor() {
    // From the sources under Node, and beside the built program under Electron.
    const file = import.meta.url.endsWith('.ts') ? './segment-worker.ts' : './segment-worker.js';
    this.#worker = new Worker(new URL(file, import.meta.url), {
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: LARGEST_YOUNG_HEAP_MB },
    });
    this.#worker.on('message', (reply: WorkerReply) => {
      const waiting = this.#waiting.get(reply.number);
      if ('segment' in reply) waiting?.onSegment?.(reply.segment);
      else if ('error' in reply) waiting?.reject(unpackError(reply.error));
      else waiting?.resolve(reply.value);
    });
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', (code) => this.#die(new Error(`A thread of the export ended with ${code}`)));
  }

  open(programme: WorkerProgramme): void {
    this.#worker.postMessage(programme);
  }

  /** Under way. */
  get works(): number {
    return this.#waiting.size;
  }

  /** Settles when the thread is done with it, also after it was told to stop: its encoder is gone by then. */
  async run(work: SegmentWork, signal: AbortSignal, onSegment: OnSegment | undefined): Promise<unknown> {
    throwIfCancelled(signal);
    clearTimeout(this.#rest);
    const number = this.#numbers++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(number, { resolve, reject, onSegment });
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
      this.#waiting.delete(number);
      if (this.works === 0) this.#rest = setTimeout(() => void this.end(), REST_LIMIT_MS).unref();
    }
  }

  async end(): Promise<void> {
    clearTimeout(this.#rest);
    this.isAlive = false;
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
      wait(STOP_LIMIT_MS, false, { signal: controller.signal, ref: false }),
    ]);
    controller.abort();
    if (!isDone) await this.end();
  }

  #die(error: unknown): void {
    this.isAlive = false;
    for (const { reject } of this.#waiting.values()) reject(error);
  }
}
