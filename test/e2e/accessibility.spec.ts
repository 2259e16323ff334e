import { expectNothingSerious } from './axe.ts';
import { expect, line, openStudio, test } from './studio-test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const contrast of ['no-preference', 'more'] as const) {
    test(`[UI80] axe finds nothing serious: ${colorScheme}, contrast ${contrast}`, async ({ page, running }) => {
      await page.emulateMedia({ colorScheme, contrast });
      await openStudio(page, running.host);
      await expectNothingSerious(page);
      await line(page, 'I waited until the rain').click();
      await expectNothingSerious(page);
    });
  }
}

test('[UI80] axe finds nothing serious in Chinese, in a small window', async ({ page, running }) => {
  await page.setViewportSize({ width: 900, height: 640 });
  await openStudio(page, running.host);
  await running.call('settings.change', { language: 'zh-CN' });
  await expect(page.getByRole('region', { name: '脚本' })).toBeVisible();
  await expectNothingSerious(page);
});

const SETTINGS = ['General', 'Connections', 'Spending', 'Audio', 'Keyboard', 'Storage', 'About'];

for (const theme of ['light', 'dark', 'high-contrast'] as const) {
  test(`[WIN30] axe finds nothing serious on the screens and dialogs of the window: ${theme}`, async ({
    page,
    running,
  }) => {
    test.setTimeout(180_000);
    await running.call('settings.change', { theme });
    await openStudio(page, running.host);
    await page.keyboard.press('Control+o');
    await expect(page.getByRole('region', { name: 'Start' })).toBeVisible();
    await expectNothingSerious(page);
    await page.keyboard.press('Control+,');
    for (const name of SETTINGS) {
      await page.getByRole('tab', { name, exact: true }).click();
      await expect(page.getByRole('heading', { name, level: 2 })).toBeVisible();
      await expectNothingSerious(page);
    }
    for (const [keys, dialog] of [
      ['Control+k', page.getByRole('dialog', { name: 'Search or run' })],
      ['?', page.getByRole('dialog', { name: 'Keyboard shortcuts' })],
      ['Control+Shift+N', page.getByRole('dialog', { name: 'New project' })],
      ['Control+Shift+V', page.getByRole('dialog', { name: 'Paste a script' })],
    ] as const) {
      await page.keyboard.press(keys);
      await expect(dialog).toBeVisible();
      await expectNothingSerious(page);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
    await page.getByRole('button', { name: 'Trash' }).click();
    await expect(page.getByRole('dialog', { name: 'Trash' })).toContainText('The trash is empty');
    await expectNothingSerious(page);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Connections' }).click();
    await page.getByRole('button', { name: 'Add a connection' }).click();
    await page.getByText('Models, prices and limits').click();
    await expectNothingSerious(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'What to do with the project “Lectern samples”' }).click();
    await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible();
    await expectNothingSerious(page);
  });
}

test('[UI80] axe finds nothing serious while the sample is made, and when something fails', async ({
  page,
  running,
}) => {
  const job = { id: 'j1', startSequence: 0, kind: 'sample', state: 'running', stage: 'speak', done: 3, total: 34 };
  const event = JSON.stringify({ name: 'job.changed', value: job });
  await page.route('**/events', (route) =>
    route.fulfill({ contentType: 'text/event-stream', body: `data: ${event}\n\n` }),
  );
  await page.route('**/api/projects.list', (route) => route.fulfill({ json: { ok: true, value: [] } }));
  await page.route('**/api/sample.open', () => {});
  await page.goto(running.host.newUrl());
  await expect(page.getByRole('progressbar', { name: 'Speaking the lines' })).toBeVisible();
  await expectNothingSerious(page);

  await page.route('**/api/projects.list', (route) =>
    route.fulfill({ json: { ok: false, error: { code: 'disk-full', message: 'No space.', isRetryable: true } } }),
  );
  await page.unroute('**/events');
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('The disk is full');
  await expectNothingSerious(page);
});

test('[UI81] colours follow the system while the studio is open', async ({ studioPage: page }) => {
  const surface = () => page.getByRole('main').evaluate((element) => getComputedStyle(element).backgroundColor);
  const pixel = () =>
    page
      .locator('section[aria-label="Timeline"] canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        // The mean of what is drawn at all, which is mostly ground.
        let sum = 0;
        let count = 0;
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3]! < 200) continue;
          sum += data[i]!;
          count++;
        }
        return sum / count;
      });
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(surface).toBe('rgb(255, 255, 255)');
  await expect.poll(pixel).toBeGreaterThan(140);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(surface).toBe('rgb(29, 29, 32)');
  await expect.poll(pixel).toBeLessThan(140);
});
