import { type Job, JobId } from '#shared/contract/values.ts';
import { Cancelled } from '#shared/errors.ts';
import type { NewId } from '#shared/ids.ts';
import { answerOf } from './error-answer.ts';
import type { EventHub } from './event-hub.ts';
import type { Log, OnProgress } from './ports.ts';

export type JobWork<Value> = (options: {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}) => Promise<Value>;

/**
 * What takes time and is shown while it does. A job belongs to the core, not to the window that asked for it: a page
 * that reloads finds it again by `list` and `job.changed`.
 */
export interface JobBoard {
  /** Settles as `work` does. */
  run<Value>(kind: Job['kind'], work: JobWork<Value>): Promise<Value>;
  list(): readonly Job[];
  /** False when no such job is running. */
  cancel(id: JobId): boolean;
  /** Cancels what runs and waits for it to end. */
  close(): Promise<void>;
}

interface Entry {
  job: Job;
  readonly controller: AbortController;
  ended: Promise<unknown>;
}

export function createJobBoard(options: {
  readonly events: EventHub;
  readonly newId: NewId;
  readonly log: Log;
}): JobBoard {
  const { events, newId, log } = options;
  const running = new Map<JobId, Entry>();
  let nextSequence = 0;

  function update(entry: Entry, change: Partial<Job>): void {
    entry.job = { ...entry.job, ...change };
    events.publish({ name: 'job.changed', value: entry.job });
  }

  async function work<Value>(entry: Entry, doWork: JobWork<Value>): Promise<Value> {
    const { signal } = entry.controller;
    try {
      const onProgress: OnProgress = ({ stage, done, total }) => update(entry, { stage, done, total });
      const value = await doWork({ signal, onProgress });
      update(entry, { state: 'done' });
      return value;
    } catch (thrown) {
      const error = signal.aborted ? new Cancelled() : thrown;
      update(entry, signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: answerOf(thrown, log) });
      throw error;
    } finally {
      running.delete(entry.job.id);
    }
  }

  return {
    run(kind, doWork) {
      const job: Job = {
        id: JobId.parse(newId()),
        startSequence: nextSequence++,
        kind,
        state: 'running',
        stage: '',
        done: 0,
        total: 0,
      };
      const entry: Entry = { job, controller: new AbortController(), ended: Promise.resolve() };
      running.set(job.id, entry);
      events.publish({ name: 'job.changed', value: job });
      const result = work(entry, doWork);
      entry.ended = result.catch(() => undefined);
      return result;
    },
    list: () => [...running.values()].map(({ job }) => job),
    cancel(id) {
      const entry = running.get(id);
      entry?.controller.abort();
      return entry !== undefined;
    },
    async close() {
      const entries = [...running.values()];
      for (const { controller } of entries) controller.abort();
      await Promise.all(entries.map(({ ended }) => ended));
    },
  };
}
