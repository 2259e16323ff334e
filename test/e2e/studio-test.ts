/** A test with a running studio: the real web host and page over a synthetic episode. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { createStudio } from '#core/studio.ts';
import type { StudioCore } from '#core/studio-core.ts';
import { startWebHost, type WebHost } from '../../src-main/web/start-web-host.ts';
import { createSyntheticStudioCore } from '../helpers/synthetic-studio-core.ts';
import { TAP } from './capture-output.ts';

const SAMPLE_SCRIPT = resolve('resources/samples/the-night-ferry/the-night-ferry.md');

interface Synthetic {
  readonly core: StudioCore;
  readonly host: WebHost;
}

interface StudioFixtures {
  /** The page, signed in and with the episode open. */
  readonly studioPage: Page;
}

export const test = base.extend<StudioFixtures, { synthetic: Synthetic }>({
  synthetic: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'lectern-e2e-'));
      const core = await createSyntheticStudioCore(folder, SAMPLE_SCRIPT);
      const studio = createStudio(core);
      const rendererDir = join(folder, 'renderer');
      await cp(resolve('out/renderer'), rendererDir, { recursive: true });
      // From our own origin, or the content policy would refuse it.
      await writeFile(join(rendererDir, 'tap.js'), TAP);
      const host = await startWebHost({ studio, rendererDir });
      await use({ core, host });
      await host.close();
      await studio.close();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  studioPage: async ({ page, synthetic }, use) => {
    await openStudio(page, synthetic.host);
    await use(page);
  },
});

export { expect };

export async function openStudio(page: Page, host: WebHost): Promise<void> {
  await page.goto(host.newUrl());
  await expect(lines(page).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
}

/** The rows of the script. */
export function lines(page: Page) {
  return page.getByRole('listbox', { name: 'Lines' }).getByRole('option');
}

export function line(page: Page, words: string | RegExp) {
  return lines(page).filter({ hasText: words });
}

/** The playhead in milliseconds, as the transport shows it. */
export async function positionMs(page: Page): Promise<number> {
  const text = (await page.getByRole('timer', { name: 'Position' }).textContent()) ?? '';
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}
