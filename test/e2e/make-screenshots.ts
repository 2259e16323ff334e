/** `npm run screenshots`: the pictures of the README, taken from the real program with its real sample. Build it first. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import sparticuz from '@sparticuz/chromium';
import { createCore } from '#core/app.ts';
import { openStudio } from '#core/studio/open-studio.ts';
import { startWebHost } from '../../src-main/web/start-web-host.ts';
import { line, lines } from './studio-test.ts';

const TARGET = resolve('resources/screenshots');
const home = mkdtempSync(join(tmpdir(), 'lectern-screenshots-'));

const core = createCore({ home, environment: process.env, program: 'the screenshots' });
const studio = await openStudio(core);
const host = await startWebHost({ studio, rendererDir: resolve('out/renderer') });
const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(),
  args: ['--no-sandbox', '--font-render-hinting=none'],
});
try {
  mkdirSync(TARGET, { recursive: true });
  await picture('episode-light', 'en', 'light', selectLine);
  await picture('episode-dark', 'en', 'dark', playSomeSeconds);
  await picture('episode-chinese', 'zh-CN', 'light', selectLine);
  await picture('library', 'en', 'light', searchLibrary);
  await picture('export-report', 'en', 'light', exportEpisode);
} finally {
  await browser.close();
  await host.close();
  await studio.close();
  await core.close();
  rmSync(home, { recursive: true, force: true });
}

async function picture(
  name: string,
  locale: string,
  colorScheme: 'light' | 'dark',
  prepare: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(host.newUrl());
  // The first opening speaks the sample.
  await expect(page.getByText('The last ferry left at nine.').first()).toBeVisible({ timeout: 120_000 });
  await expect(
    page
      .getByRole('toolbar', { name: /Transport|播放/ })
      .getByRole('button')
      .nth(1),
  ).toBeEnabled();
  await page.waitForLoadState('networkidle');
  await prepare(page);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(TARGET, `${name}.png`) });
  await context.close();
}

async function selectLine(page: Page): Promise<void> {
  await page.getByText('I did wait.').first().click();
  await expect(page.locator('[data-region="inspector"]').getByText('0:25', { exact: false }).first()).toBeVisible();
}

async function playSomeSeconds(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.getByRole('timer', { name: 'Position' })).toHaveText(/00:00:0[89]/, { timeout: 30_000 });
}

async function searchLibrary(page: Page): Promise<void> {
  await expect(lines(page).first()).toBeVisible();
  await page.keyboard.press('Control+2');
  const search = page.getByRole('searchbox').first();
  await search.fill('ferry');
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
  await search.press('ArrowDown');
  await expect(page.getByRole('option', { selected: true }).first()).toBeVisible();
}

async function exportEpisode(page: Page): Promise<void> {
  await line(page, 'The Night Ferry.').first().click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+e');
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByText('Every check passed.')).toBeVisible({ timeout: 120_000 });
}
