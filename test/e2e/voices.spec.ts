import type { Locator, Page } from '@playwright/test';
import { startFakeServices } from '../helpers/fake-services/start-fake-services.ts';
import { toneWav } from '../helpers/small-wav.ts';
import { expectNothingSerious } from './axe.ts';
import { test as base, expect, openStudio } from './studio-test.ts';

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern
  environment: async ({}, use) => {
    const services = await startFakeServices();
    await use(services.environment);
    await services.close();
  },
});

const list = (page: Page): Locator => page.getByRole('listbox', { name: 'Voices' }).getByRole('option');
const about = (page: Page): Locator => page.getByRole('complementary', { name: 'About the voice' });
const search = (page: Page): Locator => page.getByRole('searchbox', { name: 'Search voices' });

async function openVoices(page: Page): Promise<void> {
  await page.keyboard.press('Control+3');
  await expect(list(page).first()).toBeVisible();
}

async function choose(page: Page, words: string): Promise<void> {
  await search(page).fill(words);
  await page.keyboard.press('ArrowDown');
}

async function make(page: Page, what: RegExp): Promise<Locator> {
  await page.getByRole('button', { name: 'Make a voice' }).click();
  await page.getByRole('menuitem', { name: what }).click();
  return page.getByRole('dialog');
}

test('[BRW11] a sentence of one’s own has a price before it is heard, and is paid for once', async ({
  studioPage: page,
}) => {
  await openVoices(page);
  await choose(page, 'qingse modelverse');
  await expect(about(page).getByRole('status')).toContainText('¥');
  await about(page).getByRole('textbox', { name: 'Sentence' }).fill('你好。');
  await expect(about(page).getByRole('status')).toContainText('for 5 characters');
  await about(page).getByRole('button', { name: 'Hear it' }).click();
  await expect(about(page).getByRole('status')).toHaveText('Heard before: free');

  // It is what voices are tried with from then on, also when the program is opened again.
  await page.reload();
  await expect(page.getByRole('region', { name: 'Script' })).toBeVisible();
  await openVoices(page);
  await choose(page, 'qingse modelverse');
  await expect(about(page).getByRole('textbox', { name: 'Sentence' })).toHaveValue('你好。');
  await expect(about(page).getByRole('status')).toHaveText('Heard before: free');

  // What this voice cannot say is said before anything is asked.
  await choose(page, 'built-in slt');
  await expect(about(page).getByRole('alert')).toContainText('English only');
  await expect(about(page).getByRole('button', { name: 'Hear it' })).toBeDisabled();
});

test('[BRW12] a speaker is cast with a voice, which can be taken back; favourites are kept', async ({
  studioPage: page,
  running,
}) => {
  await openVoices(page);
  await choose(page, 'Chloe');
  await page.keyboard.press('f');
  await expect(list(page).first().getByRole('img', { name: 'Favourite' })).toBeVisible();
  await about(page).getByRole('combobox', { name: 'Speaker' }).click();
  await page.getByRole('option', { name: /^TOM/ }).click();
  await about(page).getByRole('button', { name: 'Cast', exact: true }).click();
  const notice = page.getByRole('status').filter({ hasText: 'TOM speaks with Chloe now.' });
  await expect(notice).toBeVisible();
  const uses = async () =>
    (await running.call('voices.uses', { provider: 'mimo', id: 'Chloe' })).map(({ speaker }) => speaker);
  await expect.poll(uses).toEqual(['TOM']);
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(uses).toEqual([]);
  const { voices } = await running.call('voices.list', {});
  expect(voices.filter(({ isFavourite }) => isFavourite).map(({ id }) => id)).toEqual(['Chloe']);
});

test('[BRW13] a voice is designed in candidates, of which one stays', async ({ studioPage: page, running }) => {
  await openVoices(page);
  const dialog = await make(page, /^Design/);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Keeper');
  await dialog.getByRole('button', { name: 'an old voice' }).click();
  await dialog.getByRole('button', { name: 'Make a candidate' }).click();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Candidate 1' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Make a candidate' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'hoarse' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Description' })).toHaveValue('an old voice, hoarse');
  await dialog.getByRole('button', { name: 'Make a candidate' }).click();
  const second = dialog.getByRole('listitem').filter({ hasText: 'Candidate 2' });
  await second.getByRole('button', { name: 'Keep this one' }).click();
  await expect(dialog).toBeHidden();
  await expect(about(page).getByRole('heading', { name: 'Keeper' })).toBeVisible();
  const own = (await running.call('voices.list', {})).voices.filter(({ isOwn }) => isOwn);
  expect(own).toMatchObject([{ name: 'Keeper', kind: 'designed' }]);
});

test('[BRW14] a voice is copied only with consent, which its page shows, and is revoked there', async ({
  studioPage: page,
  running,
}) => {
  await openVoices(page);
  const dialog = await make(page, /^Copy/);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Ana');
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await (await chooser).setFiles({
    name: 'ana.wav',
    mimeType: 'audio/wav',
    buffer: Buffer.from(toneWav({ seconds: 20, rateHz: 48_000 })),
  });
  await expect(dialog.getByRole('img', { name: /Waveform/ })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'From', exact: true }).fill('2');
  await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('14.5');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('12.5 s')).toBeVisible();
  const copy = dialog.getByRole('button', { name: 'Copy the voice' });
  await expect(copy).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Who speaks' }).fill('Ana Lima');
  await dialog.getByRole('textbox', { name: 'What they agreed to, in their words' }).fill('I agree.');
  await expect(copy).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'I have the consent of this person' }).click();
  await copy.click();
  await expect(dialog).toBeHidden();
  await expect(about(page)).toContainText('By Ana Lima');
  await expect(about(page)).toContainText('I agree.');
  await about(page).getByRole('button', { name: 'Revoke consent and remove…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(about(page).getByText('Choose a voice')).toBeVisible();
  expect((await running.call('voices.list', {})).voices.filter(({ isOwn }) => isOwn)).toEqual([]);
});

test('[BRW15] voices are blended, heard before they are kept', async ({ studioPage: page, running }) => {
  await openVoices(page);
  const dialog = await make(page, /^Blend/);
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Duo');
  for (const [number, name] of [
    ['1', 'Graceful Lady'],
    ['2', 'Graceful Maiden'],
  ] as const) {
    await dialog.getByRole('combobox', { name: `Voice ${number}` }).fill(name);
    await page.getByRole('option', { name }).click();
  }
  await expect(dialog.getByRole('status').filter({ hasText: '¥' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Hear the blend' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Heard before: free' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Keep the blend' }).click();
  await expect(dialog).toBeHidden();
  await expect(about(page).getByRole('heading', { name: 'Duo' })).toBeVisible();
  const own = (await running.call('voices.list', {})).voices.filter(({ isOwn }) => isOwn);
  expect(own).toMatchObject([{ name: 'Duo', kind: 'blended' }]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[BRW16] axe finds nothing serious among the voices: ${colorScheme}`, async ({ page, running }) => {
    await page.emulateMedia({ colorScheme });
    await openStudio(page, running.host);
    await openVoices(page);
    await list(page).first().click();
    await expect(about(page).getByRole('button', { name: 'Hear it' })).toBeVisible();
    await expectNothingSerious(page);
    for (const what of [/^Design/, /^Copy/, /^Blend/]) {
      const dialog = await make(page, what);
      await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
      await expectNothingSerious(page);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
  });
}
