import type { Page } from '@playwright/test';
import { PcmFileReader } from '#core/audio/pcm-file-reader.ts';
import { programmeOf } from '#core/export/programme.ts';
import { locateDecoded } from '#core/library/decoded-audio.ts';
import { openEffectiveEpisode } from '#core/library/effective-episode.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { SAMPLE_GRID } from '#shared/frame-grid.ts';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import { secondsToSamples, ZERO_SAMPLES } from '#shared/units.ts';
import { capturedSound, captureOutput } from './capture-output.ts';
import { expect, line, lines, openStudio, positionMs, type RunningStudio, test } from './studio-test.ts';

const transport = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Transport' }).getByRole('button', { name, exact: true });

/** The programme as the exporter mixes it: the exporter's own reader over the library's decoded audio. */
async function mixed({ core, call }: RunningStudio, frames: number): Promise<[Float32Array, Float32Array]> {
  const library = await core.library();
  const [project] = await call('projects.list', {});
  const [episode] = await call('episodes.list', { projectId: project!.id });
  const { document } = openEffectiveEpisode(library.db, episode!.id);
  const { plan } = programmeOf(document, openMediaIndex(library.db), {
    headSamples: ZERO_SAMPLES,
    tailSamples: ZERO_SAMPLES,
    grid: SAMPLE_GRID,
    isFilePerChapter: false,
  });
  const reader = new PcmFileReader((assetId) => locateDecoded(library, assetId));
  try {
    const [left, right] = [new Float32Array(frames), new Float32Array(frames)];
    new BlockMixer(plan, reader).render(0, left, right);
    return [left, right];
  } finally {
    reader.close();
  }
}

test('[UI90] what reaches the device is what the exporter mixes, sample for sample', async ({ page, running }) => {
  await captureOutput(page);
  await openStudio(page, running.host);
  await transport(page, 'Play').click();
  await expect.poll(() => positionMs(page), { timeout: 20_000 }).toBeGreaterThan(7_000);
  await transport(page, 'Pause').click();
  const captured = await capturedSound(page);

  const [left, right] = await mixed(running, secondsToSamples(8));
  const start = left.findIndex((value, index) => value !== 0 || right[index] !== 0);
  const compared = secondsToSamples(6);
  expect(captured.left.length).toBeGreaterThan(compared);
  for (const [exported, heard] of [
    [left, captured.left],
    [right, captured.right],
  ] as const) {
    const wrong = heard.slice(0, compared).findIndex((value, index) => value !== exported[start + index]);
    expect(wrong, 'first sample that differs').toBe(-1);
  }
});

test('[UI91] the playhead goes as fast as time, the meter shows sound, the heard line is marked', async ({
  page,
  running,
}) => {
  await openStudio(page, running.host);
  await line(page, 'Mara came down the steps').click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(0);
  const fromMs = await positionMs(page);
  const clockMs = Date.now();
  await transport(page, 'Play').click();
  await expect(page.getByRole('meter', { name: 'Output level' })).toHaveAttribute('aria-valuetext', /^-\d+ dBFS$/);
  await expect(lines(page).and(page.locator('[data-playing="true"]'))).toContainText('Mara came down the steps');
  await expect.poll(() => positionMs(page)).toBeGreaterThan(fromMs + 3000);
  const elapsedMs = Date.now() - clockMs;
  expect((await positionMs(page)) - fromMs).toBeLessThan(elapsedMs + 1000);
  await transport(page, 'Pause').click();
  await expect(page.getByRole('meter')).toHaveAttribute('aria-valuetext', 'silent', { timeout: 10_000 });
});

test('[UI92] pausing holds the place, Stop goes back to where playing began, Stop again to the start', async ({
  page,
  running,
}) => {
  await openStudio(page, running.host);
  await line(page, 'I waited until the rain').click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(0);
  const fromMs = await positionMs(page);
  await transport(page, 'Play').click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(fromMs + 400);
  await transport(page, 'Pause').click();
  await expect(transport(page, 'Play')).toBeVisible();
  const pausedMs = await positionMs(page);
  expect(pausedMs).toBeGreaterThan(fromMs);
  await transport(page, 'Play').click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(pausedMs + 200);
  await transport(page, 'Stop').click();
  await expect.poll(() => positionMs(page)).toBe(pausedMs);
  await transport(page, 'Stop').click();
  await expect.poll(() => positionMs(page)).toBe(0);
});

test('[UI93] seeking while playing is heard at once, and the new place goes on', async ({ page, running }) => {
  await openStudio(page, running.host);
  await transport(page, 'Play').click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(300);
  await transport(page, 'Next line').click();
  await transport(page, 'Next line').click();
  await line(page, 'The train stood still').click();
  const label = await line(page, 'The train stood still').getAttribute('id');
  await expect.poll(() => positionMs(page)).toBeGreaterThan(20_000);
  const startMs = await positionMs(page);
  await expect.poll(() => positionMs(page)).toBeGreaterThan(startMs + 500);
  await expect(page.locator(`[id="${label}"]`)).toHaveAttribute('data-playing', 'true');
});

test('[UI94] the end stops playing, and Play begins again from the start', async ({ page, running }) => {
  await openStudio(page, running.host);
  await page.keyboard.press('End');
  await expect.poll(() => positionMs(page)).toBeGreaterThan(180_000);
  const endMs = await positionMs(page);
  const ruler = page.getByRole('img', { name: 'Time ruler' });
  const box = (await ruler.boundingBox())!;
  // A little before the end: the ruler goes 4 % past it.
  await ruler.click({ position: { x: box.width / 1.04 - 4, y: 20 } });
  await expect.poll(() => positionMs(page)).toBeLessThan(endMs);
  await transport(page, 'Play').click();
  await expect(transport(page, 'Pause')).toBeVisible();
  await expect(transport(page, 'Play')).toBeVisible({ timeout: 10_000 });
  await expect.poll(() => positionMs(page)).toBe(endMs);
  await transport(page, 'Play').click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(200);
  expect(await positionMs(page)).toBeLessThan(5_000);
});

test('[UI95] playing starts within a tenth of a second of the key, as far in as one likes', async ({
  page,
  running,
}, info) => {
  await openStudio(page, running.host);
  await line(page, 'The train stood still').click();
  const startedAfterMs = await page.evaluate(async () => {
    const timer = document.querySelector('[role="timer"]')!;
    const before = timer.textContent;
    const began = performance.now();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }));
    await new Promise<void>((resolve) => {
      new MutationObserver(() => timer.textContent !== before && resolve()).observe(timer, { childList: true });
    });
    return performance.now() - began;
  });
  info.annotations.push({
    type: 'measured',
    description: `${startedAfterMs.toFixed(0)} ms from key to moving playhead`,
  });
  // The aim is 100 ms; other work on a shared machine may hold a page up for longer than that.
  expect(startedAfterMs).toBeLessThan(500);
});

test('[UI96] audio that is missing stops playing and says so; found again, it plays on', async ({ page, running }) => {
  await page.route('**/media/pcm/**', (route) => route.fulfill({ status: 404 }));
  await openStudio(page, running.host);
  await expect(page.getByRole('alert')).toContainText('Audio is missing');
  await page.unroute('**/media/pcm/**');
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(500);
  await expect(page.getByRole('alert')).toHaveCount(0);
});
