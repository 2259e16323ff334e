/** The real program, as `npm start` runs it where there is no Electron: its own core, library, voices and sample. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { endProgram, type Program, startProgram } from './program.ts';
import { line, lines, positionMs } from './studio-test.ts';

const test = base.extend<{ home: string; start: () => Promise<Program> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'lectern-first-run-'));
    await use(home);
    await rm(home, { recursive: true, force: true });
  },
  start: async ({ home }, use) => {
    const programs: Program[] = [];
    await use(async () => {
      const program = startProgram(home);
      programs.push(program);
      return program;
    });
    await Promise.all(programs.map(endProgram));
  },
});

test('[UI100] a first run makes the sample with the built-in voices and plays it; the next start has it at once', async ({
  page,
  start,
}) => {
  test.setTimeout(180_000);
  const program = await start();
  await page.goto(await program.nextUrl());
  await expect(page.getByRole('heading', { name: 'Making the sample episode' })).toBeVisible();
  await expect(lines(page).first()).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/lines? not spoken/)).toHaveCount(0);
  await line(page, 'The last ferry left at nine.').click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(0);
  // The caret is in the words: out of them, Space plays.
  await page.keyboard.press('Escape');
  const startMs = await positionMs(page);
  await page.keyboard.press('Space');
  await expect(page.getByRole('meter')).toHaveAttribute('aria-valuetext', /^-\d+ dBFS$/);
  await expect.poll(() => positionMs(page)).toBeGreaterThan(startMs + 1000);
  await endProgram(program);
  expect(program.process.exitCode, program.output()).toBe(0);

  const second = await start();
  await page.goto(await second.nextUrl());
  await expect(lines(page).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'The Night Ferry', exact: true })).toHaveCount(1);
  // Enter prints another link.
  expect(await second.nextUrl()).not.toBe('');
});

test('[UI101] making the sample can be cancelled, and taken up again', async ({ page, start }) => {
  test.setTimeout(180_000);
  const program = await start();
  await page.goto(await program.nextUrl());
  await page.getByRole('button', { name: 'Cancel' }).click();
  const again = page.getByRole('button', { name: 'Open the sample episode', exact: true });
  await expect(again).toBeVisible();
  await again.click();
  await expect(lines(page).first()).toBeVisible({ timeout: 120_000 });
});
