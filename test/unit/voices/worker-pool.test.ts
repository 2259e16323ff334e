import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createWorkerPool } from '#core/voices/worker-pool.ts';
import { Cancelled } from '#shared/errors.ts';

/** Answers with its thread's number, except for a few words that do what they say. */
const script = `
  const { parentPort, threadId } = require('node:worker_threads');
  parentPort.on('message', (job) => {
    if (job === 'hang') for (;;) {}
    if (job === 'die') process.exit(3);
    if (job === 'throw') throw new Error('thrown in the thread');
    parentPort.postMessage(job === 'refuse' ? { ok: false, message: 'refused' } : { ok: true, value: threadId });
    if (job === 'answer, then die') setImmediate(() => process.exit(0));
  });
`;

function createPool(size: number) {
  const started: Worker[] = [];
  const pool = createWorkerPool<string, number>(size, async () => {
    const worker = new Worker(script, { eval: true });
    started.push(worker);
    return worker;
  });
  return { pool, started };
}

test('[VOX6] a few threads do all jobs', async () => {
  const { pool, started } = createPool(2);
  const threads = await Promise.all(Array.from({ length: 20 }, () => pool.run('work')));
  expect(new Set(threads).size).toBe(2);
  expect(started).toHaveLength(2);
  await pool.close();
});

test('[VOX6] a thread that hangs ends when its job is cancelled, and a new one takes its turn', async () => {
  const { pool, started } = createPool(1);
  const controller = new AbortController();
  const hanging = pool.run('hang', controller.signal);
  const next = pool.run('work');
  controller.abort();
  await expect(hanging).rejects.toBeInstanceOf(Cancelled);
  await next;
  expect(started).toHaveLength(2);
  await pool.close();
});

test.each([
  ['die', /thread ended with 3/],
  ['throw', /thrown in the thread/],
  ['refuse', /refused/],
])('[VOX6] a job whose thread says "%s" fails alone', async (job, message) => {
  const { pool } = createPool(1);
  await expect(pool.run(job)).rejects.toThrow(message);
  expect(await pool.run('work')).toBeGreaterThan(0);
  await pool.close();
});

test('[VOX6] a thread that dies between two jobs is replaced', async () => {
  const { pool, started } = createPool(1);
  const ended = pool.run('answer, then die').then(() => new Promise((resolve) => started[0]!.once('exit', resolve)));
  await ended;
  expect(await pool.run('work')).toBeGreaterThan(0);
  expect(started).toHaveLength(2);
  await pool.close();
});

test('[VOX6] idle threads do not keep the program running', () => {
  const program = `
    import { Worker } from 'node:worker_threads';
    import { createWorkerPool } from '#core/voices/worker-pool.ts';
    const pool = createWorkerPool(1, async () => new Worker(${JSON.stringify(script)}, { eval: true, execArgv: [] }));
    console.log(await pool.run('work') > 0);
  `;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  expect([run.stdout, run.signal]).toEqual(['true\n', null]);
});
