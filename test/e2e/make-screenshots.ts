/** `npm run screenshots`: the pictures of the README, taken from the real program with its real sample. Build it first. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, expect, type Page } from '@playwright/test';
import sparticuz from '@sparticuz/chromium';
import { createCore } from '#core/app.ts';
import { openStudio } from '#core/studio/open-studio.ts';
import { startWebHost } from '../../src-main/web/start-web-host.ts';

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
  await picture('episode-light', 'en', 'light');
  await picture('episode-dark', 'en', 'dark', playSomeSeconds);
  await picture('episode-chinese', 'zh-CN', 'light');
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
  prepare: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(host.newUrl());
  // The first opening speaks the sample.
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('toolbar').getByRole('button').nth(1)).toBeEnabled();
  await page.waitForLoadState('networkidle');
  await prepare(page);
  await page.screenshot({ path: join(TARGET, `${name}.png`) });
  await context.close();
}

async function playSomeSeconds(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.getByRole('timer', { name: 'Position' })).toHaveText(/00:00:0[89]/, { timeout: 30_000 });
}
