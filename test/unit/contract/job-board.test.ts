import { expect, test } from 'vitest';
import { createEventHub } from '#core/studio/event-hub.ts';
import { CLOSING, createJobBoard } from '#core/studio/job-board.ts';
import type { EventMessage } from '#shared/contract/contract.ts';
import { type Job, JobId } from '#shared/contract/values.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import { recordingLog, silentLog } from '../../helpers/silent-log.ts';

function board() {
  const events = createEventHub(silentLog);
  const seen: Job[] = [];
  events.subscribe((event) => {
    if (event.name === 'job.changed') seen.push(event.value);
  });
  let nextId = 0;
  return { jobs: createJobBoard({ events, newId: () => `job-${nextId++}`, nowMs: () => 0, log: silentLog }), seen };
}

test('[SEC9] a job announces its start, its steps and its end, and is listed until it is dismissed', async () => {
  const { jobs, seen } = board();
  const { id, result } = jobs.start({ kind: 'sample' }, async ({ onProgress }) => {
    onProgress({ stage: 'speak', done: 1, total: 4 });
    return 42;
  });
  expect(jobs.list()).toMatchObject([{ id, state: 'running' }]);
  expect(await result).toBe(42);
  expect(jobs.list()).toMatchObject([{ id, state: 'done' }]);
  jobs.dismiss(id);
  expect(jobs.list()).toEqual([]);
  expect(seen.map(({ state, stage, done }) => [state, stage, done])).toEqual([
    ['running', '', 0],
    ['running', 'speak', 1],
    ['done', 'speak', 1],
  ]);
});

test('[SEC9] a job that fails says why, and its caller hears it too', async () => {
  const { jobs, seen } = board();
  const failure = new AppError({ code: 'disk-full', message: 'Full.' });
  await expect(jobs.start({ kind: 'sample' }, () => Promise.reject(failure)).result).rejects.toBe(failure);
  expect(seen.at(-1)).toMatchObject({ state: 'failed', error: { code: 'disk-full', message: 'Full.' } });
  expect(jobs.list()).toMatchObject([{ state: 'failed' }]);
});

test('[SEC10] cancelling a job aborts its signal, whatever the work then throws it was cancelled', async () => {
  const { jobs, seen } = board();
  const running = jobs.start({ kind: 'sample' }, ({ signal }) => {
    const { promise, reject } = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => reject(new Error('socket closed')));
    return promise;
  }).result;
  expect(jobs.cancel(JobId.parse('nobody'))).toBe(false);
  expect(jobs.cancel(jobs.list()[0]!.id)).toBe(true);
  await expect(running).rejects.toBeInstanceOf(Cancelled);
  expect(seen.at(-1)).toMatchObject({ state: 'cancelled' });
});

test('[SEC10] closing the board stops what runs and waits for it', async () => {
  const { jobs } = board();
  let hasCleanedUp = false;
  const running = jobs.start({ kind: 'sample' }, async ({ signal }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => resolve());
    await promise;
    await Promise.resolve();
    hasCleanedUp = true;
    signal.throwIfAborted();
  }).result;
  const outcome = expect(running).rejects.toBeInstanceOf(Cancelled);
  await jobs.close();
  expect(hasCleanedUp).toBe(true);
  await outcome;
});

test('[SEC11] a listener that fails is logged and stops neither the others nor the work', () => {
  const log = recordingLog();
  const events = createEventHub(log);
  const seen: string[] = [];
  events.subscribe(() => {
    throw new Error('window gone');
  });
  const unsubscribe = events.subscribe(({ name }) => seen.push(name));
  const message = { name: 'job.changed', value: {} } as EventMessage;
  events.publish(message);
  unsubscribe();
  events.publish(message);
  expect(seen).toEqual(['job.changed']);
  expect(log.entries).toHaveLength(2);
});

test('[STC1] a job that can wait is paused and goes on; its pace says how long it will take', async () => {
  const events = createEventHub(silentLog);
  let nowMs = 0;
  let nextId = 0;
  const jobs = createJobBoard({ events, newId: () => `job-${nextId++}`, nowMs: () => nowMs, log: silentLog });
  const calls: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting = { pause: () => calls.push('pause'), resume: () => calls.push('resume') };
  const { id, result } = jobs.start({ kind: 'speech', waiting }, async ({ onProgress, tell }) => {
    onProgress({ stage: 'speak', done: 10, total: 100 });
    nowMs = 4_000;
    onProgress({ stage: 'speak', done: 30, total: 100 });
    tell({ costs: [{ amount: 0.5, currency: 'CNY' }], failed: 1 });
    await promise;
  });
  expect(jobs.list()).toMatchObject([{ canPause: true, remainingMs: 14_000, failed: 1, costs: [{ amount: 0.5 }] }]);
  jobs.pause(id);
  jobs.pause(id);
  expect(jobs.list()).toMatchObject([{ state: 'paused' }]);
  jobs.resume(id);
  expect(jobs.list()).toMatchObject([{ state: 'running' }]);
  expect(calls).toEqual(['pause', 'resume']);
  resolve();
  await result;
});

test('[STC2] what failed is tried again as a new job, and the old one is off the list', async () => {
  const { jobs } = board();
  const retry = () => Promise.resolve(jobs.start({ kind: 'speech' }, async () => 1).id);
  const first = jobs.start({ kind: 'speech', retry }, () => Promise.reject(new Error('no')));
  await expect(first.result).rejects.toThrow('no');
  const again = await jobs.retry(first.id);
  expect(jobs.list().map(({ id }) => id)).toEqual([again]);
});

test('[STC3] the work can tell a job that was taken back from a program that ends', async () => {
  const { jobs } = board();
  const reasons: unknown[] = [];
  const start = () =>
    jobs.start({ kind: 'speech' }, ({ signal }) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason === CLOSING);
        reject(new Cancelled());
      });
      return promise;
    });
  const first = start();
  jobs.cancel(first.id);
  const second = start();
  const ends = Promise.allSettled([first.result, second.result]);
  await jobs.close();
  await ends;
  expect(reasons).toEqual([false, true]);
});
