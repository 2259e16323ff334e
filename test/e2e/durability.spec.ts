/** A reload, a crash of the page, a program that is killed: nothing of what a person did is lost, and undo still works. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { copyPreparedLibrary } from './prepare-library.ts';
import { endProgram, type Program, startProgram } from './program.ts';
import { line } from './studio-test.ts';

/** Always the same one: what a page keeps for itself belongs to its address. */
const PORT = ['--port', '47391'];

async function kill(program: Program): Promise<void> {
  const ended = new Promise((done) => program.process.once('close', done));
  program.process.kill('SIGKILL');
  await ended;
}

async function openAt(page: Page, program: Program): Promise<void> {
  await page.goto(await program.nextUrl());
  await expect(line(page, 'You said').first()).toBeVisible();
}

async function typeInto(page: Page, words: string, text: string): Promise<void> {
  await line(page, words)
    .getByText(words)
    .click({ position: { x: 2, y: 8 } });
  await page.keyboard.type(text);
}

test('[MAK30] what was typed is there after the program was killed, saved or not, and undo takes it back', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), 'lectern-kill-'));
  const home = await copyPreparedLibrary(folder);
  let program = startProgram(home, PORT);
  try {
    await openAt(page, program);
    await typeInto(page, 'The Night Ferry.', 'Saved before: ');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await expect(line(page, 'Saved before: The Night Ferry.')).toBeVisible();
    await kill(program);
    // Nobody answers any more: what is typed now is kept by the page.
    await page.keyboard.type('and after, ');
    await expect(page.getByRole('alert')).toContainText('The studio is not running');
    program = startProgram(home, PORT);
    await openAt(page, program);
    await expect(line(page, 'Saved before: and after, The Night Ferry.')).toBeVisible();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await kill(program);

    program = startProgram(home, PORT);
    await openAt(page, program);
    await expect(line(page, 'Saved before: and after, The Night Ferry.')).toBeVisible();
    const undo = page.getByRole('button', { name: /^Undo/ }).first();
    await expect(undo).toBeEnabled();
    await undo.click();
    await expect(line(page, 'and after')).toHaveCount(0);
    await undo.click();
    await expect(line(page, 'Saved before')).toHaveCount(0);
    await expect(line(page, 'The Night Ferry.').first()).toBeVisible();
  } finally {
    await endProgram(program);
    await rm(folder, { recursive: true, force: true });
  }
});
