/** The desktop program itself, wherever its binary is; what is left when all else was tested without it. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { lines, positionMs } from './studio-test.ts';

const PACKAGE = resolve('node_modules/electron');
const binary = existsSync(join(PACKAGE, 'path.txt'))
  ? join(PACKAGE, 'dist', readFileSync(join(PACKAGE, 'path.txt'), 'utf8').trim())
  : null;
const hasDesktop = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

test.skip(binary === null, 'the Electron binary is not on this machine: its download needs the internet');
test.skip(!hasDesktop, 'there is no desktop to open a window on');

test('[SEC90] the desktop program opens the studio in a window without powers, and plays', async () => {
  test.setTimeout(180_000);
  const home = await mkdtemp(join(tmpdir(), 'lectern-electron-'));
  const program = await _electron.launch({
    executablePath: binary!,
    args: [resolve('.')],
    env: { ...process.env, LECTERN_HOME: home } as Record<string, string>,
  });
  const page = await program.firstWindow();
  await expect(lines(page).first()).toBeVisible({ timeout: 120_000 });
  expect(page.url()).toBe('app://studio/');
  const powers = await page.evaluate(() => ({
    bridge: Object.keys((window as unknown as { lectern: object }).lectern).sort(),
    hasNode: 'require' in window || 'process' in window,
    canShareMemory: typeof SharedArrayBuffer === 'function',
  }));
  expect(powers).toEqual({ bridge: ['invoke', 'subscribe'], hasNode: false, canShareMemory: true });
  await page.keyboard.press('Space');
  await expect.poll(() => positionMs(page)).toBeGreaterThan(500);
  await program.close();
  await rm(home, { recursive: true, force: true });
});
