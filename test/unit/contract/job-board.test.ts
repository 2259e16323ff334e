import { expect, test } from 'vitest';
import { createEventHub } from '#core/event-hub.ts';
import { createJobBoard } from '#core/job-board.ts';
import type { EventMessage } from '#shared/contract/contract.ts';
import { JobId } from '#shared/contract/values.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import { recordingLog, silentLog } from '../../helpers/silent-log.ts';

function board() {
  const events = createEventHub(silentLog);
  const seen: EventMessage['value'][] = [];
  events.subscribe(({ value }) => seen.push(value));
  let nextId = 0;
  return { jobs: createJobBoard({ events, newId: () => `job-${nextId++}`, log: silentLog }), seen };
}

test('[SEC9] a job announces its start, its steps and its end, and is listed only while it runs', async () => {
  const { jobs, seen } = board();
  const value = await jobs.run('sample', async ({ onProgress }) => {
    onProgress({ stage: 'speak', done: 1, total: 4 });
    expect(jobs.list()).toHaveLength(1);
    return 42;
  });
  expect(value).toBe(42);
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
  await expect(jobs.run('sample', () => Promise.reject(failure))).rejects.toBe(failure);
  expect(seen.at(-1)).toMatchObject({ state: 'failed', error: { code: 'disk-full', message: 'Full.' } });
  expect(jobs.list()).toEqual([]);
});

test('[SEC10] cancelling a job aborts its signal, whatever the work then throws it was cancelled', async () => {
  const { jobs, seen } = board();
  const running = jobs.run('sample', ({ signal }) => {
    const { promise, reject } = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => reject(new Error('socket closed')));
    return promise;
  });
  expect(jobs.cancel(JobId.parse('nobody'))).toBe(false);
  expect(jobs.cancel(jobs.list()[0]!.id)).toBe(true);
  await expect(running).rejects.toBeInstanceOf(Cancelled);
  expect(seen.at(-1)).toMatchObject({ state: 'cancelled' });
});

test('[SEC10] closing the board stops what runs and waits for it', async () => {
  const { jobs } = board();
  let hasCleanedUp = false;
  const running = jobs.run('sample', async ({ signal }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => resolve());
    await promise;
    await Promise.resolve();
    hasCleanedUp = true;
    signal.throwIfAborted();
  });
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
