/** A test with a running studio: the real core over a library of its own with the sample, the real web host and page. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { type Core, createCore } from '#core/app.ts';
import { openStudio as openCoreStudio } from '#core/studio/open-studio.ts';
import type { Studio } from '#core/studio/studio.ts';
import type { CallInput, MethodName, Output } from '#shared/contract/contract.ts';
import { startWebHost, type WebHost } from '../../src-main/web/start-web-host.ts';
import { TAP } from './capture-output.ts';
import { copyPreparedLibrary } from './prepare-library.ts';

export interface RunningStudio {
  readonly core: Core;
  readonly studio: Studio;
  readonly host: WebHost;
  /** Asks the core beside the page, as another window would. */
  readonly call: <M extends MethodName>(method: M, input: CallInput<M>) => Promise<Output<M>>;
}

interface StudioFixtures {
  /** The page, signed in and with the episode open. */
  readonly studioPage: Page;
  /** Of the worker, or of this test alone where it changes much: see `freshStudio`. */
  readonly running: RunningStudio;
}

interface StudioOptions {
  /** Environment variables for the core: addresses and keys of fake services. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Over a copy of the prepared library; `use` gets it, then all of it is taken away. */
async function withStudio(
  environment: Readonly<Record<string, string>>,
  use: (running: RunningStudio) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-e2e-'));
  const home = await copyPreparedLibrary(folder);
  const core = createCore({ home, environment: { ...process.env, ...environment }, program: 'the tests' });
  const studio = await openCoreStudio(core);
  const rendererDir = join(folder, 'renderer');
  await cp(resolve(process.env.LECTERN_RENDERER ?? 'out/renderer'), rendererDir, { recursive: true });
  // From our own origin, or the content policy would refuse it.
  await writeFile(join(rendererDir, 'tap.js'), TAP);
  const host = await startWebHost({ studio, rendererDir });
  const call: RunningStudio['call'] = async (method, input) => {
    const answer = await studio.dispatch(method, input);
    if (!answer.ok) throw new Error(`${method}: ${answer.error.message}`);
    return answer.value as Output<typeof method>;
  };
  try {
    await use({ core, studio, host, call });
  } finally {
    await host.close();
    await studio.close();
    await core.close();
    await rm(folder, { recursive: true, force: true });
  }
}

export const test = base.extend<StudioFixtures & StudioOptions>({
  environment: [{}, { option: true }],
  running: async ({ environment }, use) => withStudio(environment, use),
  studioPage: async ({ page, running }, use) => {
    await openStudio(page, running.host);
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
