import { expect, line, lines, openStudio, positionMs, test } from './studio-test.ts';

test('[UI60] the studio opens with the episode: script, lanes and transport', async ({ studioPage: page }) => {
  await expect(page).toHaveTitle('Lectern');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The Night Ferry');
  await expect(page.getByRole('region', { name: 'Script' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
  const transport = page.getByRole('toolbar', { name: 'Transport' });
  for (const name of ['Previous line', 'Play', 'Stop', 'Next line']) {
    await expect(transport.getByRole('button', { name, exact: true })).toBeEnabled();
  }
  await expect(line(page, 'It was already ten past.')).toContainText('NARRATOR');
  await expect(line(page, "You said you'd wait.")).toContainText('(out of breath)');
  await expect(line(page, 'It was already ten past.')).toContainText('0.8 s');
  for (const track of ['NARRATOR', 'MARA', 'TOM', 'music', 'ambience']) {
    await expect(page.getByRole('rowheader', { name: track })).toBeVisible();
  }
});

test('[UI61] selecting a line selects its clip and goes there, and the other way round', async ({
  studioPage: page,
}) => {
  await line(page, 'I waited until the rain').click();
  const cell = page.getByRole('gridcell', { name: /^TOM, line 5,/ }).first();
  await expect(cell).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => positionMs(page)).toBeGreaterThan(10_000);
  const startMs = await positionMs(page);

  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowUp');
  const selected = lines(page).and(page.locator('[aria-selected="true"]'));
  await expect(selected).toContainText('MARA');
  await expect.poll(() => positionMs(page)).not.toBe(startMs);
});

test('[UI62] pressing on the ruler goes there, and the script shows what would be heard', async ({
  studioPage: page,
}) => {
  const ruler = page.getByRole('img', { name: 'Time ruler' });
  const box = (await ruler.boundingBox())!;
  await ruler.click({ position: { x: box.width / 2, y: box.height / 2 } });
  await expect.poll(() => positionMs(page)).toBeGreaterThan(60_000);
  await expect(lines(page).and(page.locator('[data-playing="true"]'))).toHaveCount(1, { timeout: 5000 });
});

test('[UI63] zooming with Ctrl and wheel keeps what is under the pointer', async ({ studioPage: page }) => {
  const ruler = page.getByRole('img', { name: 'Time ruler' });
  const box = (await ruler.boundingBox())!;
  const at = { x: 400, y: 20 };
  await ruler.click({ position: at });
  await expect.poll(() => positionMs(page)).toBeGreaterThan(0);
  const beforeMs = await positionMs(page);
  await page.mouse.move(box.x + at.x, box.y + at.y);
  await page.keyboard.down('Control');
  for (let notch = 0; notch < 6; notch++) await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await expect(page.getByRole('scrollbar')).not.toHaveAttribute('aria-valuenow', '0');
  await ruler.click({ position: at });
  // Six notches are about three times nearer; a pixel is now some 50 ms.
  await expect.poll(async () => Math.abs((await positionMs(page)) - beforeMs)).toBeLessThan(250);
});

test('[UI64] everything is said in Chinese when a person chooses it, and still after a reload', async ({
  studioPage: page,
  running,
}) => {
  await running.call('settings.change', { language: 'zh-CN' });
  await expect(page.getByRole('region', { name: '时间线' })).toBeVisible();
  await expect(page.getByRole('button', { name: '播放', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.reload();
  await expect(page.getByRole('listbox', { name: '台词' })).toBeVisible();
  await running.call('settings.change', { language: 'en' });
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
});

test.describe('for a person whose system is Chinese', () => {
  test.use({ locale: 'zh-CN' });
  test('[UI64] the studio starts in Chinese', async ({ page, running }) => {
    await page.goto(running.host.newUrl());
    await expect(page.getByRole('region', { name: '脚本' })).toBeVisible();
  });
});

test('[UI65] only what can be seen of the script is in the page, and all of it can be reached', async ({
  studioPage: page,
}) => {
  const all = Number(await lines(page).first().getAttribute('aria-setsize'));
  expect(await lines(page).count()).toBeLessThan(all);
  const list = page.getByRole('listbox', { name: 'Lines' });
  await list.evaluate((element) => element.parentElement!.scrollTo(0, element.scrollHeight));
  await expect(lines(page).last()).toHaveAttribute('aria-posinset', String(all));
});

test('[UI66] an episode that cannot be opened says why, and trying again helps', async ({ page, running }) => {
  await page.route('**/api/episodes.open', (route) =>
    route.fulfill({
      json: { ok: false, error: { code: 'library-damaged', message: 'Record r7 cannot be read.', isRetryable: false } },
    }),
  );
  await page.goto(running.host.newUrl());
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The library is damaged');
  await expect(alert).toContainText('Record r7 cannot be read.');
  await page.unroute('**/api/episodes.open');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(lines(page).first()).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('[UI67] a studio that is gone says so, and comes back when it answers', async ({ page, running }) => {
  await openStudio(page, running.host);
  await page.route('**/api/**', (route) => route.abort());
  await page.getByRole('button', { name: 'The Night Ferry', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('The studio is not running');
  await page.unroute('**/api/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});
