/**
 * A few threads that each do one job at a time. A job that is no longer wanted ends with its thread, because
 * nothing else stops WebAssembly; the next job gets a new thread.
 */
import type { Worker } from 'node:worker_threads';
import { Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { createTurns } from '../turns.ts';

/** What a thread answers to a job. */
export type WorkerAnswer<Result> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly message: string };

export interface WorkerPool<Job, Result> {
  /** Throws what the thread said as a plain Error, or Cancelled. */
  readonly run: (job: Job, signal?: AbortSignal) => Promise<Result>;
  /** Ends all threads; jobs under way are cancelled. */
  readonly close: () => Promise<void>;
}

export function createWorkerPool<Job, Result>(
  size: number,
  startWorker: () => Promise<Worker>,
): WorkerPool<Job, Result> {
  const idle: Worker[] = [];
  const threads = new Set<Worker>();
  const turns = createTurns(size);
  const closing = new AbortController();

  async function startThread(): Promise<Worker> {
    const worker = await startWorker();
    threads.add(worker);
    // A thread that dies between two jobs must not be given a third; in a job, the job hears of it too.
    worker.on('error', () => forget(worker));
    worker.on('exit', () => forget(worker));
    return worker;
  }

  function forget(worker: Worker): void {
    threads.delete(worker);
    const index = idle.indexOf(worker);
    if (index >= 0) idle.splice(index, 1);
  }

  async function runInThread(job: Job, signal: AbortSignal): Promise<Result> {
    const worker = idle.pop() ?? (await startThread());
    try {
      throwIfCancelled(signal);
      // An idle thread must not keep the program from ending; one that works must.
      worker.ref();
      const answer = await answerOf<Job, Result>(worker, job, signal);
      worker.unref();
      idle.push(worker);
      if (answer.ok) return answer.value;
      throw new Error(answer.message);
    } finally {
      if (!idle.includes(worker)) await worker.terminate();
    }
  }

  return {
    run: (job, signal) => {
      const either = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      return turns.run(() => runInThread(job, either), either);
    },
    close: async () => {
      closing.abort();
      await Promise.all(Array.from(threads, (worker) => worker.terminate()));
    },
  };
}

/** Rejects when the job is aborted or the thread dies. */
async function answerOf<Job, Result>(worker: Worker, job: Job, signal: AbortSignal): Promise<WorkerAnswer<Result>> {
  const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer<Result>>();
  const abort = () => reject(new Cancelled());
  const exit = (code: number) => reject(new Error(`The thread ended with ${code}`));
  worker.on('message', resolve);
  worker.on('error', reject);
  worker.on('exit', exit);
  signal.addEventListener('abort', abort, { once: true });
  try {
    worker.postMessage(job);
    return await promise;
  } finally {
    worker.off('message', resolve);
    worker.off('error', reject);
    worker.off('exit', exit);
    signal.removeEventListener('abort', abort);
  }
}
