import { expect, lines, positionMs, test } from './studio-test.ts';

test('[UI70] F6 goes through the parts of the window, Shift+F6 back', async ({ studioPage: page }) => {
  const inside = (selector: string) => page.locator(`${selector}:focus-within`);
  await page.keyboard.press('F6');
  await expect(inside('nav')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(page.getByRole('listbox', { name: 'Lines' })).toBeFocused();
  await page.keyboard.press('F6');
  await expect(inside('section[aria-label="Timeline"]')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(inside('section[aria-label="Inspector"]')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(inside('[aria-label="Transport"]')).toHaveCount(1);
  await page.keyboard.press('Shift+F6');
  await expect(inside('section[aria-label="Inspector"]')).toHaveCount(1);
});

test('[UI71] with keys alone: go to a line, hear it, pause, go on to the next, and home', async ({
  studioPage: page,
}) => {
  const selected = lines(page).and(page.locator('[aria-selected="true"]'));
  await page.keyboard.press('ArrowDown');
  await expect(selected).toContainText('The Night Ferry.');
  await page.keyboard.press('ArrowDown');
  await expect(selected).toContainText('The last ferry left at nine.');
  await page.keyboard.press('ArrowUp');
  await expect(selected).toContainText('The Night Ferry.');
  const startMs = await positionMs(page);

  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(startMs + 300);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();

  await page.keyboard.press('Home');
  await expect.poll(() => positionMs(page)).toBe(0);
  await page.keyboard.press('End');
  await expect.poll(() => positionMs(page)).toBeGreaterThan(180_000);
});

test('[UI72] arrows walk the timeline: along a lane, and between lanes to what is near in time', async ({
  studioPage: page,
}) => {
  const grid = page.getByRole('grid', { name: 'Tracks and clips' });
  const active = page.getByRole('gridcell').and(page.locator('[aria-selected="true"]'));
  await grid.focus();
  await page.keyboard.press('ArrowRight');
  await expect(active).toHaveAccessibleName(/^NARRATOR, line 1, [\d.]+ s, starts at 0:05\.0$/);
  await page.keyboard.press('ArrowRight');
  await expect(active).toHaveAccessibleName(/^NARRATOR, line 2,/);
  await page.keyboard.press('ArrowDown');
  await expect(active).toHaveAccessibleName(/^MARA, line 4,/);
  await expect(grid).toHaveAttribute('aria-activedescendant', /^clip-/);
});

test('[UI73] Ctrl and plus, minus and zero zoom', async ({ studioPage: page }) => {
  const scrollbar = page.getByRole('scrollbar', { name: 'Visible part of the episode' });
  const frameWidth = () => scrollbar.locator('div').evaluate((element) => element.getBoundingClientRect().width);
  const whole = await frameWidth();
  await page.keyboard.press('Control+=');
  await page.keyboard.press('Control+=');
  await expect.poll(frameWidth).toBeCloseTo(whole / 2, -1);
  await page.keyboard.press('Control+-');
  await expect.poll(frameWidth).toBeGreaterThan(whole * 0.6);
  await page.keyboard.press('Control+0');
  await expect.poll(frameWidth).toBeCloseTo(whole, 0);
});

test('[UI74] Space on a button works the button, not the player', async ({ studioPage: page }) => {
  await page.getByRole('button', { name: 'Zoom in' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});

test('[WIN14] in a toolbar the arrows go from button to button', async ({ studioPage: page }) => {
  const transport = page.getByRole('toolbar', { name: 'Transport' });
  await transport.getByRole('button', { name: 'Play', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(transport.getByRole('button', { name: 'Stop', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(transport.getByRole('button', { name: 'Previous line' })).toBeFocused();
});

test('[UI75] the line between script and timeline moves by arrow keys', async ({ studioPage: page }) => {
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const before = (await timeline.boundingBox())!.height;
  await page.getByRole('separator', { name: 'Height of the timeline' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await timeline.boundingBox())!.height).toBeCloseTo(before - 16, -1);
});
