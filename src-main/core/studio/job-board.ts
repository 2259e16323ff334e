import { type Job, JobId, type MoneyValue } from '#shared/contract/values.ts';
import { Cancelled } from '#shared/errors.ts';
import type { EpisodeId, NewId } from '#shared/ids.ts';
import { answerOf } from '../error-answer.ts';
import type { Log, OnProgress } from '../ports.ts';
import type { EventHub } from './event-hub.ts';

/** What a job says of itself while it runs, beside its progress. */
export interface JobNews {
  readonly costs?: readonly MoneyValue[];
  readonly failed?: number;
  readonly result?: string;
}

export type JobWork<Value> = (options: {
  readonly jobId: JobId;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  readonly tell: (news: JobNews) => void;
}) => Promise<Value>;

export interface JobSpec {
  readonly kind: Job['kind'];
  /** For people; '' where there is none. */
  readonly subject?: string;
  readonly episodeId?: EpisodeId;
  /** Present where the work can wait: nothing new is begun, what is under way is finished. */
  readonly waiting?: { readonly pause: () => void; readonly resume: () => void };
  /** Does again what failed, as a new job. null: nothing to do. */
  readonly retry?: () => Promise<JobId | null>;
}

export interface StartedJob<Value> {
  readonly id: JobId;
  /** Settles as the work does. */
  readonly result: Promise<Value>;
}

/**
 * What takes time and is shown while it does. A job belongs to the core, not to the window that asked for it: a page
 * that reloads finds it again by `list` and `job.changed`. One that ended stays until it is dismissed.
 */
export interface JobBoard {
  start<Value>(spec: JobSpec, work: JobWork<Value>): StartedJob<Value>;
  list(): readonly Job[];
  /** False when no such job is running. */
  cancel(id: JobId): boolean;
  pause(id: JobId): void;
  resume(id: JobId): void;
  retry(id: JobId): Promise<JobId | null>;
  dismiss(id: JobId): void;
  /** Cancels what runs and waits for it to end. */
  close(): Promise<void>;
}

/** Why a job's signal fired: the program ends; otherwise the person took it back. */
export const CLOSING = 'closing';

/** More that ended than anybody looks through. */
const MOST_ENDED = 100;

interface Entry {
  job: Job;
  readonly spec: JobSpec;
  readonly controller: AbortController;
  /** When its progress began to count, and from how much. */
  pace: { readonly stage: string; readonly sinceMs: number; readonly from: number } | null;
  ended: Promise<unknown>;
}

export function createJobBoard(options: {
  readonly events: EventHub;
  readonly newId: NewId;
  readonly nowMs: () => number;
  readonly log: Log;
}): JobBoard {
  const { events, newId, nowMs, log } = options;
  const entries = new Map<JobId, Entry>();
  let nextSequence = 0;

  const isLive = ({ job }: Entry): boolean => job.state === 'running' || job.state === 'paused';

  function update(entry: Entry, change: Partial<Job>): void {
    entry.job = { ...entry.job, ...change };
    events.publish({ name: 'job.changed', value: entry.job });
  }

  function showProgress(entry: Entry, { stage, done, total }: Parameters<OnProgress>[0]): void {
    if (entry.pace?.stage !== stage) entry.pace = { stage, sinceMs: nowMs(), from: done };
    const { remainingMs: _past, ...job } = entry.job;
    entry.job = job;
    const elapsedMs = nowMs() - entry.pace.sinceMs;
    const made = done - entry.pace.from;
    const isKnown = total > 0 && made > 0 && elapsedMs > 1_000;
    update(entry, {
      stage,
      done,
      total,
      ...(isKnown ? { remainingMs: Math.round((elapsedMs / made) * Math.max(0, total - done)) } : {}),
    });
  }

  async function run<Value>(entry: Entry, work: JobWork<Value>): Promise<Value> {
    const { signal } = entry.controller;
    try {
      const value = await work({
        jobId: entry.job.id,
        signal,
        onProgress: (progress) => showProgress(entry, progress),
        tell: (news) => update(entry, news),
      });
      update(entry, { state: 'done' });
      return value;
    } catch (thrown) {
      const error = signal.aborted ? new Cancelled() : thrown;
      update(entry, signal.aborted ? { state: 'cancelled' } : { state: 'failed', error: answerOf(thrown, log) });
      throw error;
    } finally {
      forgetOldest();
    }
  }

  function forgetOldest(): void {
    const over = [...entries.values()].filter((entry) => !isLive(entry));
    for (const { job } of over.slice(0, Math.max(0, over.length - MOST_ENDED))) entries.delete(job.id);
  }

  return {
    start(spec, work) {
      const job: Job = {
        id: JobId.parse(newId()),
        startSequence: nextSequence++,
        kind: spec.kind,
        state: 'running',
        subject: spec.subject ?? '',
        ...(spec.episodeId === undefined ? {} : { episodeId: spec.episodeId }),
        stage: '',
        done: 0,
        total: 0,
        canPause: spec.waiting !== undefined,
        costs: [],
        failed: 0,
      };
      const entry: Entry = { job, spec, controller: new AbortController(), pace: null, ended: Promise.resolve() };
      entries.set(job.id, entry);
      events.publish({ name: 'job.changed', value: job });
      const result = run(entry, work);
      entry.ended = result.catch(() => undefined);
      return { id: job.id, result };
    },
    list: () => [...entries.values()].map(({ job }) => job),
    cancel(id) {
      const entry = entries.get(id);
      if (!entry || !isLive(entry)) return false;
      entry.spec.waiting?.resume();
      entry.controller.abort();
      return true;
    },
    pause(id) {
      const entry = entries.get(id);
      if (entry?.job.state !== 'running' || !entry.spec.waiting) return;
      entry.spec.waiting.pause();
      update(entry, { state: 'paused' });
    },
    resume(id) {
      const entry = entries.get(id);
      if (entry?.job.state !== 'paused') return;
      entry.spec.waiting?.resume();
      entry.pace = null;
      update(entry, { state: 'running' });
    },
    retry: async (id) => {
      const entry = entries.get(id);
      if (!entry || isLive(entry) || !entry.spec.retry) return null;
      entries.delete(id);
      return entry.spec.retry();
    },
    dismiss(id) {
      const entry = entries.get(id);
      if (entry && !isLive(entry)) entries.delete(id);
    },
    async close() {
      for (const { controller } of entries.values()) controller.abort(CLOSING);
      await Promise.all([...entries.values()].map(({ ended }) => ended));
    },
  };
}
