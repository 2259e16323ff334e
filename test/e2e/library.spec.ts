import type { Locator, Page } from '@playwright/test';
import { toneWav } from '../helpers/small-wav.ts';
import { expectNothingSerious } from './axe.ts';
import { expect, openStudio, type RunningStudio, test } from './studio-test.ts';

const clips = (page: Page): Locator => page.getByRole('listbox', { name: 'Clips' }).getByRole('option');
const details = (page: Page): Locator => page.getByRole('complementary', { name: 'About the clip' });
const search = (page: Page): Locator =>
  page.getByRole('searchbox', { name: 'Search everything ever spoken or imported' });

async function openLibrary(page: Page): Promise<void> {
  await page.keyboard.press('Control+2');
  await expect(clips(page).first()).toBeVisible();
}

/** A second project, spoken by the built-in voices. */
async function speakElsewhere(running: RunningStudio): Promise<void> {
  const { episodeId } = await running.call('scripts.import', {
    source: { text: '---\ntitle: The far shore\ncast:\n  IDA: flite/slt\n---\n\nIDA: I counted the lanterns twice.\n' },
    projectName: 'Second season',
  });
  const ended = Promise.withResolvers<void>();
  const end = running.studio.events.subscribe((event) => {
    if (event.name === 'job.changed' && event.value.kind === 'speech' && event.value.state === 'done') ended.resolve();
  });
  await running.call('speech.generate', { episodeId });
  await ended.promise;
  end();
}

test('[BRW1] a phrase spoken in another project is found and inserted at the playhead in four keys', async ({
  page,
  running,
}) => {
  await speakElsewhere(running);
  await openStudio(page, running.host);
  await page.getByRole('button', { name: 'The Night Ferry', exact: true }).click();
  await expect(page.getByRole('listbox', { name: 'Lines' }).getByRole('option').nth(9)).toBeVisible();

  await page.keyboard.press('Control+2');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('lanterns twi');
  await expect(clips(page)).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(clips(page).first()).toContainText('Playing');
  await page.keyboard.press('Enter');
  const notice = page.getByRole('status').filter({ hasText: 'was inserted at' });
  await expect(notice).toContainText('The Night Ferry');
  await page.keyboard.press('Control+1');

  await expect(page.getByRole('gridcell', { name: /I counted the lanterns/ })).toBeAttached();
  const [sample] = (await running.call('projects.list', {})).filter(({ name }) => name === 'Lectern samples');
  const [episode] = await running.call('episodes.list', { projectId: sample!.id });
  const inserted = async () =>
    (await running.call('episodes.open', { episodeId: episode!.id })).records.filter(
      (record) => record.type === 'clip' && record.title.includes('lanterns'),
    ).length;
  await expect.poll(inserted).toBe(1);
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(inserted).toBe(0);
});

test('[BRW5] keys tag, mark and rate what is chosen; facets count it and narrow down to it', async ({
  studioPage: page,
}) => {
  await openLibrary(page);
  await clips(page).nth(1).click();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(details(page).getByRole('heading', { name: '2 clips chosen' })).toBeVisible();
  await page.keyboard.press('4');
  await page.keyboard.press('f');
  await page.keyboard.press('t');
  await expect(details(page).getByRole('textbox', { name: 'Add a tag' })).toBeFocused();
  await page.keyboard.type('Harbour');
  await page.keyboard.press('Enter');
  await expect(details(page).getByRole('list', { name: 'Tags' })).toContainText('Harbour');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox', { name: 'Clips' })).toBeFocused();

  const filters = page.getByRole('group', { name: 'Filters' });
  await expect(filters.getByRole('button', { name: 'Harbour 2' })).toBeVisible();
  await expect(filters.getByRole('button', { name: 'Favourites 2' })).toBeVisible();
  await filters.getByRole('button', { name: '4 stars 2' }).click();
  await expect(clips(page)).toHaveCount(2);
  await expect(page.getByRole('status').filter({ hasText: '2 clips' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(filters.getByRole('button', { name: '4 stars 2' })).toHaveAttribute('aria-pressed', 'false');
});

test('[BRW5] a sound that is imported is found, named, described and dragged; a clip says where it is used', async ({
  studioPage: page,
}) => {
  await openLibrary(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import sounds' }).click();
  await (await chooser).setFiles({
    name: 'squeaking gate.wav',
    mimeType: 'audio/wav',
    buffer: Buffer.from(toneWav({ seconds: 1, rateHz: 48_000 })),
  });
  const gate = clips(page).filter({ hasText: 'squeaking gate' });
  await gate.click();
  await details(page).getByRole('textbox', { name: 'Name' }).fill('Gate');
  await details(page).getByRole('textbox', { name: 'Note' }).fill('From the old mill.');
  await search(page).fill('mill');
  await expect(clips(page)).toHaveCount(1);
  await expect(clips(page).first()).toContainText('Gate');
  const dragged = await clips(page)
    .first()
    .evaluate((row) => {
      const transfer = new DataTransfer();
      row.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: transfer }));
      return JSON.parse(transfer.getData('application/x-lectern-clip'));
    });
  expect(dragged).toEqual([
    { assetId: expect.stringMatching(/^[0-9a-f]{64}$/), title: 'Gate', kind: 'recording', durationSamples: 48_000 },
  ]);

  await search(page).fill('I waited until the rain');
  await page.keyboard.press('ArrowDown');
  await details(page)
    .getByRole('button', { name: /The Night Ferry/ })
    .click();
  await expect(page.getByRole('option', { name: /I waited until the rain/ }).first()).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('[BRW6] a long list comes a page at a time as one goes down', async ({ page, running }) => {
  const text = Array.from({ length: 700 }, (_, index) => `NARRATOR: This is sentence number ${index + 1}.`).join(
    '\n\n',
  );
  await running.call('scripts.import', {
    source: { text: `---\ntitle: Long\ncast:\n  NARRATOR: flite/slt\n---\n\n${text}` },
  });
  await openStudio(page, running.host);
  await openLibrary(page);
  await search(page).fill('sentence number');
  await expect(page.getByRole('status').filter({ hasText: '700 clips' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  for (const last of [200, 400, 600, 700]) {
    await expect(async () => {
      await page.keyboard.press('End');
      await expect(page.locator(`[role="option"][data-active][aria-posinset="${last}"]`)).toBeVisible({ timeout: 500 });
    }).toPass();
  }
  await page.keyboard.press('Home');
  await expect(clips(page).first()).toContainText('sentence number 700.');
});

test('[BRW8] a clip is dragged onto a track of the timeline below, where it is let go', async ({
  studioPage: page,
  running,
}) => {
  await openLibrary(page);
  await search(page).fill('horn.flac');
  await expect(clips(page)).toHaveCount(1);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const { width, height } = (await timeline.boundingBox())!;
  await clips(page)
    .first()
    .dragTo(timeline, { targetPosition: { x: width * 0.6, y: height - 60 } });
  await expect(page.getByRole('status').filter({ hasText: 'was inserted at 1:' })).toBeVisible();
  const placed = async () => {
    const [episode] = await running.call('episodes.list', {
      projectId: (await running.call('projects.list', {}))[0]!.id,
    });
    const { records } = await running.call('episodes.open', { episodeId: episode!.id });
    return records.filter((record) => record.type === 'clip' && record.title.includes('horn.flac')).length;
  };
  await expect.poll(placed).toBe(1);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[BRW7] axe finds nothing serious in the library: ${colorScheme}`, async ({ page, running }) => {
    await page.emulateMedia({ colorScheme });
    await openStudio(page, running.host);
    await openLibrary(page);
    await clips(page).first().click();
    await expect(details(page).getByRole('button', { name: 'Insert at the playhead' })).toBeVisible();
    await expectNothingSerious(page);
  });
}
