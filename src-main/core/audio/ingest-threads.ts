/**
 * Reads sounds in beside the program: decoding, resampling and measuring are work for a processor, and whoever edits or
 * plays meanwhile must not wait for it.
 */
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { createTurns } from '../turns.ts';
import type { AudioFacts, IngestAudio } from './audio-facts.ts';
import type { FfmpegLocation } from './ffmpeg-location.ts';
import { errorOf, type FromIngestThread, type ToIngestThread } from './ingest-messages.ts';

/** A thread takes some 30 MB; four read faster than any service speaks. */
const MOST_THREADS = 4;
/** Enough that the processor is busy while files are opened and written. */
const JOBS_PER_THREAD = 2;
/** A thread with nothing to do gives its memory back. */
const IDLE_MS = 10_000;

export interface IngestThreads {
  readonly ingest: IngestAudio;
  /** Ends the threads; what is being read is cancelled. */
  readonly close: () => Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, PromiseWithResolvers<FromIngestThread>>;
  idleTimer: NodeJS.Timeout | null;
}

/** `getFfmpeg` is asked only for what is neither WAV nor MP3. Threads are started when there is something to read. */
export function createIngestThreads(
  getFfmpeg: () => Promise<FfmpegLocation>,
  options: { readonly threads?: number } = {},
): IngestThreads {
  const most = options.threads ?? Math.max(1, Math.min(availableParallelism(), MOST_THREADS));
  const turns = createTurns(most * JOBS_PER_THREAD);
  const threads = new Set<Thread>();
  const closing = new AbortController();
  let nextId = 0;

  /** The one with the least to do, or another one. */
  function findThread(): Thread {
    const [idlest] = Array.from(threads).sort((a, b) => a.jobs.size - b.jobs.size);
    return idlest && (idlest.jobs.size === 0 || threads.size === most) ? idlest : startThread();
  }

  function startThread(): Thread {
    const thread: Thread = { worker: startWorker(), jobs: new Map(), idleTimer: null };
    threads.add(thread);
    const fail = (reason: Error): void => {
      threads.delete(thread);
      for (const job of thread.jobs.values()) job.reject(reason);
    };
    thread.worker.on('message', (answer: FromIngestThread) => thread.jobs.get(answer.id)?.resolve(answer));
    thread.worker.on('error', fail);
    thread.worker.on('exit', (code) => fail(new Error(`The thread that reads sounds in ended with ${code}`)));
    return thread;
  }

  function rest(thread: Thread): void {
    if (thread.jobs.size > 0) return;
    // A thread that waits must not keep the program from ending; one that works must.
    thread.worker.unref();
    thread.idleTimer = setTimeout(() => {
      threads.delete(thread);
      void thread.worker.terminate();
    }, IDLE_MS).unref();
  }

  async function ask(job: Omit<Extract<ToIngestThread, { type: 'ingest' }>, 'id'>, signal: AbortSignal) {
    throwIfCancelled(signal);
    const thread = findThread();
    const id = nextId++;
    const answered = Promise.withResolvers<FromIngestThread>();
    thread.jobs.set(id, answered);
    thread.worker.ref();
    if (thread.idleTimer) clearTimeout(thread.idleTimer);
    // The thread then stops by itself, and takes away what it has begun to write.
    const cancel = (): void => thread.worker.postMessage({ type: 'cancel', id } satisfies ToIngestThread);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      thread.worker.postMessage({ ...job, id } satisfies ToIngestThread);
      return await answered.promise;
    } finally {
      signal.removeEventListener('abort', cancel);
      thread.jobs.delete(id);
      rest(thread);
    }
  }

  async function read(
    sourcePath: string,
    targets: Parameters<IngestAudio>[1],
    displayName: string | null,
    signal: AbortSignal,
  ): Promise<AudioFacts> {
    const job = { type: 'ingest', sourcePath, targets, displayName } as const;
    try {
      let answer = await ask({ ...job, ffmpeg: null }, signal);
      if (answer.type === 'wants-ffmpeg') answer = await ask({ ...job, ffmpeg: await getFfmpeg() }, signal);
      if (answer.type === 'done') return answer.facts;
      throw answer.type === 'failed' ? errorOf(answer.failure) : new Error('ffmpeg was given and is wanted again');
    } catch (error) {
      // A thread that died has not cleaned up.
      await Promise.all([targets.pcmPath, targets.peaksPath].map((path) => rm(path, { force: true })));
      throw closing.signal.aborted ? new Cancelled() : error;
    }
  }

  return {
    ingest: (sourcePath, targets, { signal, displayName } = {}) => {
      const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      return turns.run(() => read(sourcePath, targets, displayName ?? null, either), either);
    },
    close: async () => {
      closing.abort();
      await Promise.all(Array.from(threads, ({ worker }) => worker.terminate()));
    },
  };
}

function startWorker(): Worker {
  // From the sources under Node, and beside the built program under Electron.
  const file = import.meta.url.endsWith('.ts') ? './ingest-worker.ts' : './ingest-worker.js';
  // Flags of the program that started us (such as how to read its own source) are not meant for the thread.
  return new Worker(new URL(file, import.meta.url), { execArgv: [] });
}
