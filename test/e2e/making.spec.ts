import { type FakeServices, startFakeServices } from '../helpers/fake-services/start-fake-services.ts';
import { expectNothingSerious } from './axe.ts';
import { expect, line, openStudio, test } from './studio-test.ts';

const PAID = `---
title: Paid
cast:
  ANNA: minimax-china/male-qn-qingse
---
ANNA: 你好，世界。这封信今天早上到了。

ANNA: 再见。
`;

let services: FakeServices;
test.beforeAll(async () => {
  services = await startFakeServices();
});
test.afterAll(() => services.close());

const withServices = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  environment: async ({}, use) => use(services.environment),
});

for (const colorScheme of ['light', 'dark'] as const) {
  withServices(
    `[MAK24] what it costs is said before it is spent, with a limit; axe finds nothing serious on the way: ${colorScheme}`,
    async ({ page, running }) => {
      await page.emulateMedia({ colorScheme });
      await running.call('settings.change', { askAbove: [{ amount: 0, currency: 'CNY' }] });
      await openStudio(page, running.host);
      await page.keyboard.press('Control+Shift+V');
      const paste = page.getByRole('dialog', { name: 'Paste a script' });
      await paste.getByRole('textbox', { name: 'Script' }).fill(PAID);
      await paste.getByRole('button', { name: 'Import' }).click();
      await expect(line(page, '再见。')).toContainText('Not spoken yet');
      await expect(page.getByRole('banner')).toContainText(/est\. ¥0\.0\d/);
      await page.getByRole('button', { name: 'Generate' }).click();
      const ask = page.getByRole('dialog', { name: /Speak what is missing/ });
      await expect(ask.getByRole('row', { name: /ModelVerse.* 2 \d+ ¥0\.0\d+/ })).toBeVisible();
      await expectNothingSerious(page);
      await ask.getByRole('button', { name: 'Speak 2' }).click();
      await expect(line(page, '再见。')).toContainText('Ready', { timeout: 30_000 });
      await page.keyboard.press('Control+j');
      const jobs = page.getByRole('region', { name: 'Jobs' });
      await expect(jobs.getByRole('listitem', { name: 'Speaking: Paid' })).toContainText(/Done · ¥0\.0\d+$/);
      await line(page, '再见。').getByText('再见。').click();
      await expect(page.getByRole('region', { name: 'Inspector' })).toContainText('characters');
      await expectNothingSerious(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+e');
      await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
      await expectNothingSerious(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
      await expect(page.getByText('Every check passed.')).toBeVisible({ timeout: 60_000 });
      await expectNothingSerious(page);
    },
  );
}

withServices(
  '[MAK25] a line that fails says why and what helps, on the line and in the inspector',
  async ({ page, running }) => {
    services.servers['minimax-china'].plan = () => ({ kind: 'code', code: '1004', message: 'invalid key' });
    try {
      await openStudio(page, running.host);
      await page.keyboard.press('Control+Shift+V');
      const paste = page.getByRole('dialog', { name: 'Paste a script' });
      await paste.getByRole('textbox', { name: 'Script' }).fill(PAID);
      await paste.getByRole('button', { name: 'Import' }).click();
      await expect(line(page, '再见。')).toContainText('Not spoken yet');
      await page.keyboard.press('Control+Enter');
      await expect(line(page, '再见。')).toContainText('Failed', { timeout: 30_000 });
      await line(page, '再见。').getByText('再见。').click();
      const problem = page.getByRole('region', { name: 'Inspector' }).getByRole('alert');
      await expect(problem).toContainText(/key/i);
      await expectNothingSerious(page);
      await problem.getByRole('button', { name: 'Open the connection’s settings' }).click();
      await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
    } finally {
      services.clear();
    }
  },
);
