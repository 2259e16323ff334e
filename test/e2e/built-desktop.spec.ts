import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';

test('[SEC91] the built desktop program, on a stand-in for Electron: page, calls, voices, audio, and a clean end', async () => {
  test.setTimeout(180_000);
  const home = await mkdtemp(join(tmpdir(), 'lectern-built-'));
  const child = spawn(
    resolve('node_modules/node/bin/node'),
    ['--import', pathToFileURL(resolve('test/e2e/use-stand-in-electron.ts')).href, resolve('out/main/main.js')],
    { env: { ...process.env, LECTERN_HOME: home } },
  );
  let printed = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code] = await once(child, 'close');
  expect(code, errors).toBe(0);
  const { takes, preload, ...rest } = JSON.parse(printed);
  expect(rest).toEqual({ script: 200, audio: [206, 1024], events: 'done' });
  expect(takes).toBeGreaterThan(30);
  expect(preload).toBe(resolve('out/preload/preload.cjs'));
  // The library was closed: nobody holds it any more.
  expect(existsSync(join(home, 'library.sqlite-wal'))).toBe(false);
  await rm(home, { recursive: true, force: true });
});

test('[SEC92] the preload is one CommonJS file that loads nothing but Electron', () => {
  const source = readFileSync(resolve('out/preload/preload.cjs'), 'utf8');
  expect([...source.matchAll(/require\(['"]([^'"]+)['"]\)/g)].map(([, name]) => name)).toEqual(['electron']);
  expect(source).not.toMatch(/^\s*import\s/m);
});
