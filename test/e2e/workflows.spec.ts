/** What people do all day, counted in steps: each step is one click or one key, and what is typed for it. */
import { stat } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, line, lines, positionMs, test } from './studio-test.ts';

const SCRIPT = `# Chapter 1: The letter

ANNA: The letter came this morning.

BEN: And you have not opened it.

ANNA: No. Not yet.
`;

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

/** When a line is heard, as the row says, in milliseconds. */
async function startOf(page: Page, text: string): Promise<number> {
  await line(page, text).first().click();
  await expect(page.getByRole('region', { name: 'Inspector' }).getByText('Starts at')).toBeVisible();
  return positionMs(page);
}

async function expectReport(page: Page): Promise<void> {
  const report = dialog(page, 'Report');
  await expect(report.getByText('Every check passed.')).toBeVisible({ timeout: 60_000 });
  await expect(report.getByRole('row', { name: /Integrated loudness -1\d\.\d+ LUFS .* Pass/ })).toBeVisible();
  await expect(report.getByRole('row', { name: /True peak .* Pass/ })).toBeVisible();
}

test('[MAK20] a script is pasted, spoken and exported in five steps', async ({ studioPage: page }) => {
  test.setTimeout(120_000);
  // 1: the dialog for a pasted script. What is pasted into it belongs to the step.
  await page.keyboard.press('Control+Shift+V');
  await dialog(page, 'Paste a script').getByRole('textbox', { name: 'Script' }).fill(SCRIPT);
  // 2
  await dialog(page, 'Paste a script').getByRole('button', { name: 'Import' }).click();
  await expect(line(page, 'The letter came this morning.')).toContainText('Not spoken yet');
  // 3
  await page.getByRole('button', { name: 'Generate' }).click();
  for (const text of ['The letter came', 'And you have not', 'No. Not yet.']) {
    await expect(line(page, text)).toContainText('Ready', { timeout: 30_000 });
  }
  // 4
  await page.getByRole('banner').getByRole('button', { name: 'Export' }).click();
  // 5
  await dialog(page, 'Export').getByRole('button', { name: 'Export', exact: true }).click();
  await expectReport(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog(page, 'Report')
      .getByRole('link', { name: /Download/ })
      .click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.mp3$/);
  expect((await stat(await download.path())).size).toBeGreaterThan(50_000);
});

test('[MAK20] the same with the keyboard alone', async ({ studioPage: page }) => {
  test.setTimeout(120_000);
  await page.keyboard.press('Control+Shift+V');
  await expect(dialog(page, 'Paste a script').getByRole('textbox', { name: 'Script' })).toBeFocused();
  await page.keyboard.insertText(SCRIPT);
  // Enter in a field of one line sends the form; from the script one tabs on.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(line(page, 'The letter came this morning.')).toContainText('Not spoken yet');
  await page.keyboard.press('Control+Enter');
  await expect(line(page, 'No. Not yet.')).toContainText('Ready', { timeout: 30_000 });
  await page.keyboard.press('Control+e');
  await expect(dialog(page, 'Export')).toBeVisible();
  await expect(dialog(page, 'Export').getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
  for (let step = 0; step < 20; step++) {
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
    if (focused === 'Export') break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expectReport(page);
});

test('[MAK21] a late change is two steps, everything after it moves, and undo brings the take before back', async ({
  studioPage: page,
}) => {
  const after = 'You always ran.';
  const before = await startOf(page, after);
  // 1: a click into the line, and what is typed there.
  await line(page, 'I did wait.')
    .getByText('I did wait.')
    .click({ position: { x: 2, y: 8 } });
  await page.keyboard.type('Of course, as I promised you on the telephone, ');
  await expect(line(page, 'Of course')).toContainText('Stale');
  // 2
  await page.keyboard.press('Control+Enter');
  await expect(line(page, 'Of course')).toContainText('Ready', { timeout: 30_000 });
  expect(await startOf(page, after)).toBeGreaterThan(before + 1_000);
  // What stands before it has not moved, and what was not changed was not spoken again.
  await expect(lines(page).filter({ hasText: 'Stale' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(async () => {
    await page.keyboard.press('Control+z');
    await expect(line(page, 'Of course')).toHaveCount(0);
  }).toPass();
  await expect(line(page, 'I did wait.')).toContainText(/Ready|Stale/);
});

test('[MAK22] every take is kept: another is made with R, both are heard, the first is chosen again', async ({
  studioPage: page,
}) => {
  await line(page, 'The Night Ferry.').getByText('The Night Ferry.').click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await expect(inspector.getByRole('button', { name: 'Take 1 is used' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await expect(inspector.getByRole('button', { name: 'Take 2 is used' })).toBeVisible({ timeout: 30_000 });
  await inspector.getByRole('button', { name: 'Play take 1' }).click();
  await expect(inspector.getByRole('button', { name: 'Stop take 1' })).toBeVisible();
  await expect(inspector.getByRole('button', { name: 'Play take 1' })).toBeVisible({ timeout: 10_000 });
  await inspector.getByRole('button', { name: 'Use take 1' }).click();
  await expect(inspector.getByRole('button', { name: 'Take 1 is used' })).toBeVisible();
  await page.getByRole('button', { name: /^Undo/ }).first().click();
  await expect(inspector.getByRole('button', { name: 'Take 2 is used' })).toBeVisible();
});

test('[MAK23] what is missing is said before an export, with the way there; a draft is made all the same', async ({
  studioPage: page,
}) => {
  await page.keyboard.press('Control+Shift+V');
  await dialog(page, 'Paste a script').getByRole('textbox', { name: 'Script' }).fill(SCRIPT);
  await dialog(page, 'Paste a script').getByRole('button', { name: 'Import' }).click();
  await expect(line(page, 'The letter came this morning.')).toBeVisible();
  await page.keyboard.press('Control+e');
  const form = dialog(page, 'Export');
  await expect(form.getByText('3 sounds are missing')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Export', exact: true })).toBeDisabled();
  await expect(form.getByText('Synthetic voices must be disclosed there')).toBeVisible();
  await form.getByRole('button', { name: 'Go there' }).nth(1).click();
  await expect(form).toHaveCount(0);
  await expect(lines(page).and(page.locator('[aria-selected="true"]'))).toContainText('And you have not opened it.');
  await page.keyboard.press('Control+e');
  await form.getByRole('button', { name: 'Speak them first' }).click();
  await expect(form.getByText('3 sounds are missing')).toHaveCount(0, { timeout: 30_000 });
  await expect(form.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
});
