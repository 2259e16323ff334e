import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuildStale } from '../../../src-main/start/build-state.ts';
import { findElectron } from '../../../src-main/start/electron-binary.ts';
import { readStartOptions } from '../../../src-main/start/start-options.ts';
import { openCommand } from '../../../src-main/web/open-in-browser.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-start-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(path: string, content: string, seconds?: number): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  if (seconds !== undefined) await utimes(file, seconds, seconds);
}

test('[UI110] Electron is found where its package has it, without starting a download', async () => {
  await put('install.js', 'throw new Error("must not run")');
  await put('path.txt', 'electron');
  await put('dist/electron', '');
  await expect(findElectron(folder)).resolves.toEqual({ isFound: true, path: join(folder, 'dist', 'electron') });
});

test('[UI110] where it is not, the installer is run once', async () => {
  let downloads = 0;
  await put(
    'install.js',
    `const fs = require('fs'), path = require('path');
     fs.mkdirSync(path.join(__dirname, 'dist')); fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), '');
     fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron');`,
  );
  const found = await findElectron(folder, { onDownload: () => downloads++ });
  expect(found).toEqual({ isFound: true, path: join(folder, 'dist', 'electron') });
  expect(downloads).toBe(1);
});

test.each([
  ['console.error("TypeError: fetch failed\\n  at x"); process.exit(1)', "Electron's download failed (fetch failed)"],
  ['process.exit(0)', "Electron's download failed (its installer left no program)"],
  ['setInterval(() => {}, 1000)', "Electron's download failed (nothing after 0 s)"],
])('[UI111] why it is not there is half a sentence: %s', async (installer, reason) => {
  await put('install.js', installer);
  const limitMs = installer.startsWith('setInterval') ? 300 : 30_000;
  await expect(findElectron(folder, { limitMs })).resolves.toEqual({ isFound: false, reason });
});

test('[UI111] a path that leads nowhere is no program', async () => {
  await put('install.js', 'process.exit(1)');
  await put('path.txt', 'electron');
  await expect(findElectron(folder)).resolves.toMatchObject({ isFound: false });
  await expect(findElectron(join(folder, 'nowhere'))).resolves.toEqual({
    isFound: false,
    reason: 'Electron is not among the installed packages',
  });
});

test('[UI112] the studio is built when it is not there, or older than a source, and not otherwise', async () => {
  await put('src-renderer/app/app.tsx', '', 1000);
  await put('package.json', '{}', 1000);
  for (const path of ['src-renderer/app', 'src-renderer']) await utimes(join(folder, path), 1000, 1000);
  await expect(isBuildStale(folder)).resolves.toBe(true);
  for (const path of ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html'])
    await put(path, '', 2000);
  await expect(isBuildStale(folder)).resolves.toBe(false);
  await put('src-renderer/app/app.tsx', '', 3000);
  await expect(isBuildStale(folder)).resolves.toBe(true);
});

test('[UI113] the options of npm start', () => {
  expect(readStartOptions([], {})).toEqual({
    home: undefined,
    port: 0,
    isBrowserWanted: false,
    isOpening: true,
    isHelpWanted: false,
  });
  expect(
    readStartOptions(['--browser', '--no-open', '--port', '4567', '--home', 'h'], { LECTERN_HOME: 'e' }),
  ).toMatchObject({
    home: 'h',
    port: 4567,
    isBrowserWanted: true,
    isOpening: false,
  });
  expect(readStartOptions([], { LECTERN_HOME: 'e' }).home).toBe('e');
  for (const wrong of [['--port', 'x'], ['--port', '65536'], ['--port', '-1'], ['--nonsense'], ['stray']]) {
    expect(() => readStartOptions(wrong, {}), wrong.join(' ')).toThrow();
  }
});

test('[UI114] a link is opened as the system opens links, and only where there is a desktop', () => {
  expect(openCommand('darwin', {})?.command).toBe('open');
  expect(openCommand('win32', {})?.command).toBe('cmd');
  expect(openCommand('linux', { DISPLAY: ':0' })?.command).toBe('xdg-open');
  expect(openCommand('linux', { WAYLAND_DISPLAY: 'wayland-0' })?.command).toBe('xdg-open');
  expect(openCommand('linux', {})).toBeNull();
});
