/** The settings: what they do at once, and that they are kept. */
import { startFakeServices } from '../helpers/fake-services/start-fake-services.ts';
import { expect, lines, test } from './studio-test.ts';

const withFakes = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  environment: async ({}, use) => {
    const services = await startFakeServices();
    await use(services.environment);
    await services.close();
  },
});

test('[WIN20] theme, density and language show at once, and after the next start', async ({ studioPage: page }) => {
  const root = page.locator('html');
  await page.keyboard.press('Control+,');
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'High contrast' }).click();
  await expect(root).toHaveAttribute('data-contrast', 'more');
  await page.getByRole('button', { name: 'Compact' }).click();
  await expect(root).toHaveAttribute('data-density', 'compact');
  await page.getByRole('combobox', { name: 'Language' }).click();
  await page.getByRole('option', { name: '简体中文' }).click();
  await expect(page.getByRole('region', { name: '设置' })).toBeVisible();
  await expect(root).toHaveAttribute('lang', 'zh-CN');
  await page.reload();
  await expect(page.getByRole('region', { name: '脚本' })).toBeVisible();
  await expect(root).toHaveAttribute('data-density', 'compact');
  await expect(root).toHaveAttribute('data-contrast', 'more');
});

test('[WIN21] a connection is added, edited and removed; without a key it says so, and a failed test says what to do', async ({
  studioPage: page,
}) => {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Connections' }).click();
  await page.getByRole('button', { name: 'Add a connection' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a connection' });
  await dialog.getByRole('combobox', { name: 'Service' }).click();
  await page.getByRole('option', { name: 'MiniMax', exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Base URL' })).toHaveValue('https://api.minimax.io');
  await expect(dialog.getByText('they are read from environment variables')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('My MiniMax');
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill('not an address');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill('https://127.0.0.1:9');
  await dialog.getByText('Models, prices and limits').click();
  await dialog.getByRole('button', { name: 'Add a model' }).click();
  await dialog.getByRole('textbox', { name: 'Model' }).last().fill('speech-9-hd');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();

  const card = page.getByRole('listitem').filter({ hasText: 'My MiniMax' });
  await expect(card).toContainText('speech-9-hd');
  await expect(card).toContainText('No key: it cannot be asked');
  await expect(card).toContainText('Practice service');
  await card.getByRole('button', { name: 'Test' }).click();
  await expect(card.getByRole('alert')).toBeVisible();

  await card.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Voices of work');
  await page.getByRole('button', { name: 'Save' }).click();
  const renamed = page.getByRole('listitem').filter({ hasText: 'Voices of work' });
  await renamed.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No connections yet')).toBeVisible();
});

withFakes(
  '[WIN22] a connection that leads to a stand-in is marked as one, and answers',
  async ({ studioPage: page }) => {
    const mark = page.getByRole('contentinfo').getByRole('button', { name: 'Practice service' });
    await mark.click();
    await expect(page.getByText('A connection leads to a stand-in on this computer')).toBeVisible();
    await page.keyboard.press('Escape');
    // While it is closing, keys are still its own.
    await expect(page.getByText('A connection leads to a stand-in on this computer')).toBeHidden();
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Connections' }).click();
    const card = page.getByRole('listitem').filter({ hasText: 'Xiaomi MiMo' }).first();
    await expect(card).toContainText('From the environment');
    await expect(card).toContainText('Kept: MIMO_API_KEY in the environment');
    await card.getByRole('button', { name: 'Test' }).click();
    await expect(card.getByText(/It answers, in \d+ ms/)).toBeVisible();
  },
);

test('[WIN23] keys are chosen anew; what they stood for is said, and the new ones work', async ({
  studioPage: page,
}) => {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Keyboard' }).click();
  await page.getByRole('textbox', { name: 'Find an action' }).or(page.getByRole('searchbox')).fill('go to the lib');
  const row = page.getByRole('listitem').filter({ hasText: 'Go to the library' });
  await row.getByRole('button', { name: 'Add keys for “Go to the library”' }).click();
  await page.keyboard.press('Control+3');
  await expect(row.getByRole('status')).toContainText('Ctrl+3 already stand for “Go to the voices”.');
  await row.getByRole('button', { name: 'Use them here instead' }).click();
  await expect(row).toContainText('Ctrl2Ctrl3');
  await page.keyboard.press('Control+1');
  await expect(lines(page).first()).toBeVisible();
  await page.keyboard.press('Control+3');
  await expect(page.getByRole('region', { name: 'Library' })).toBeVisible();

  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'All standard keys' }).click();
  await page.keyboard.press('Control+3');
  await expect(page.getByRole('region', { name: 'Voices' })).toBeVisible();
});

test('[WIN24] an amount above which Generate asks is set and kept', async ({ studioPage: page, running }) => {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Spending' }).click();
  await expect(page.getByText('It never asks.', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Add a limit (CNY)' }).click();
  await page.getByRole('textbox', { name: 'More than' }).fill('2.5');
  await page.keyboard.press('Tab');
  await expect
    .poll(async () => (await running.call('settings.get', {})).askAbove)
    .toEqual([{ amount: 2.5, currency: 'CNY' }]);
  await page.getByRole('button', { name: 'Remove the limit in CNY' }).click();
  await expect.poll(async () => (await running.call('settings.get', {})).askAbove).toEqual([]);
});

test('[WIN25] the library is backed up, verified, and its cache emptied', async ({ studioPage: page }) => {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Storage' }).click();
  const backups = page.getByRole('list', { name: 'Backups' }).getByRole('listitem');
  await expect(backups.first()).toBeVisible();
  const before = await backups.count();
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(backups).toHaveCount(before + 1);
  await page.getByRole('button', { name: 'Verify the library' }).click();
  await expect(page.getByText(/All is well: \d+ files were read/)).toBeVisible();
  await page.getByRole('button', { name: 'Empty the cache' }).click();
  await expect(page.getByText(/MB are free again/)).toBeVisible();
});

test('[WIN26] which ffmpeg is used is said; one that does not run is refused with what to do', async ({
  studioPage: page,
}) => {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Audio' }).click();
  const group = page.getByRole('region', { name: 'ffmpeg' });
  await expect(group.getByRole('definition').first()).toContainText(/\d/);
  await group.getByRole('textbox', { name: 'Another ffmpeg' }).fill('/nowhere/ffmpeg');
  await group.getByRole('button', { name: 'Use it' }).click();
  await expect(group.getByRole('alert')).toContainText('/nowhere/ffmpeg');
});
