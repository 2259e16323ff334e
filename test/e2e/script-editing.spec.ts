import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, line, lines, openStudio, test } from './studio-test.ts';

const words = (page: Page, number: number) =>
  page.getByRole('textbox', { name: `Words of line ${number}`, exact: true });
const saved = (page: Page) => expect(page.getByText('Saved', { exact: true })).toBeVisible();

/** The words of the lines as the core has them. */
async function stored(running: {
  call: (method: 'projects.list' | 'episodes.list' | 'scripts.print', input: never) => Promise<unknown>;
}): Promise<string> {
  const [project] = (await running.call('projects.list', {} as never)) as { id: string }[];
  const [episode] = (await running.call('episodes.list', { projectId: project!.id } as never)) as { id: string }[];
  return ((await running.call('scripts.print', { episodeId: episode!.id } as never)) as { text: string }).text;
}

test('[SED20] a click puts the caret where it points; what is typed there makes the line stale', async ({
  studioPage: page,
  running,
}) => {
  await expect(line(page, 'The Night Ferry.')).toContainText('Ready');
  await line(page, 'The Night Ferry.')
    .getByText('The Night Ferry.')
    .click({ position: { x: 2, y: 8 } });
  await expect(words(page, 1)).toBeFocused();
  await page.keyboard.type('Aboard ');
  await expect(line(page, 'Aboard The Night Ferry.')).toContainText('Stale');
  await saved(page);
  expect(await stored(running)).toContain('NARRATOR: Aboard The Night Ferry.');
});

test('[SED21] with keys alone: break, join, walk, change the speaker, move, delete, undo', async ({
  studioPage: page,
  running,
}) => {
  const before = await stored(running);
  await page.getByRole('listbox', { name: 'Lines' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  const at = () => lines(page).and(page.locator('[aria-selected="true"]'));
  await expect(at()).toContainText('Night music');
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown');
  await expect(at()).toContainText('The Night Ferry.');
  await page.keyboard.press('Enter');
  await expect(words(page, 1)).toBeFocused();
  // In two, in the middle.
  await page.keyboard.press('Home');
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(words(page, 2)).toBeFocused();
  await expect(words(page, 2)).toHaveValue('Night Ferry.');
  // Another speaker, and back together.
  await page.keyboard.press('Tab');
  await expect(line(page, 'Night Ferry.').first()).toContainText('MARA');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Home');
  await page.keyboard.press('Backspace');
  await expect(words(page, 1)).toHaveValue('The Night Ferry.');
  // Up and down leave the line at its edges.
  await page.keyboard.press('ArrowDown');
  await expect(words(page, 2)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(words(page, 1)).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(words(page, 2)).toHaveValue('The Night Ferry.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox', { name: 'Lines' })).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(line(page, 'The Night Ferry.')).toHaveCount(0);
  for (let step = 0; step < 7; step++) {
    await saved(page);
    if ((await stored(running)) === before) break;
    await page.keyboard.press('Control+z');
  }
  await expect.poll(() => stored(running)).toBe(before);
});

test('[SED22] typing `NAME:` says who speaks; somebody new joins the cast; brackets say how', async ({
  studioPage: page,
  running,
}) => {
  await line(page, 'The Night Ferry.').getByText('The Night Ferry.').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('mara: (whispering) Is it late? ');
  await page.keyboard.press('Enter');
  await page.keyboard.type('CAPTAIN：All aboard.');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+3');
  await page.keyboard.type('Not me.');
  await saved(page);
  const script = await stored(running);
  expect(script).toContain('MARA (whispering): Is it late?');
  expect(script).toContain('CAPTAIN: All aboard.');
  expect(script).toContain('TOM: Not me.');
});

test('[SED23] `/` turns a line into a heading, a pause or a note', async ({ studioPage: page, running }) => {
  await line(page, 'The Night Ferry.').getByText('The Night Ferry.').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/head');
  await expect(page.getByRole('listbox', { name: 'What this line becomes' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Words of the heading' })).toBeFocused();
  await page.keyboard.type('Chapter 0');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/no');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Ask about the bell.');
  await saved(page);
  const script = await stored(running);
  expect(script).toContain('# Chapter 0');
  expect(script).toContain('> Ask about the bell.');
});

test('[SED24] text of many paragraphs becomes lines of a script', async ({ studioPage: page, running }) => {
  await line(page, 'The Night Ferry.').getByText('The Night Ferry.').click();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData(
      'text/plain',
      '# Prologue\n\nIt is dark.\n\nMara: Who is there?\n\n[pause 2s]\n\nTOM (quietly): Me.\n',
    );
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect(line(page, 'Who is there?')).toContainText('MARA');
  await saved(page);
  const script = await stored(running);
  expect(script).toContain('# Prologue\n\nIt is dark.\n\nMARA: Who is there?\n\n[pause 2s]\n\nTOM (quietly): Me.');
});

test('[SED25] lines are copied as a script, cut and pasted elsewhere', async ({ studioPage: page }) => {
  await line(page, "You said you'd wait.").locator('[data-grip]').click();
  await line(page, 'I did wait.')
    .locator('[data-grip]')
    .click({ modifiers: ['Shift'] });
  const text = await page.evaluate(() => {
    const data = new DataTransfer();
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('cut', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    (window as unknown as { cut: DataTransfer }).cut = data;
    return data.getData('text/plain');
  });
  expect(text).toContain("MARA (out of breath): You said you'd wait.");
  expect(text).toContain('TOM: I did wait. <#0.50#> I waited until the rain got in.');
  await expect(line(page, 'I did wait.')).toHaveCount(0);
  await line(page, 'The Night Ferry.').locator('[data-grip]').click();
  await page.evaluate(() => {
    const { cut } = window as unknown as { cut: DataTransfer };
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: cut, bubbles: true, cancelable: true }),
    );
  });
  await expect(line(page, 'I did wait.')).toContainText('Ready');
  const at = await lines(page).allInnerTexts();
  const index = (text: string) => at.findIndex((row) => row.includes(text));
  expect(index("You said you'd wait.")).toBe(index('The Night Ferry.') + 1);
});

test('[SED26] an input method composes undisturbed, and only what it ends with is written', async ({
  studioPage: page,
  running,
}) => {
  await line(page, 'The Night Ferry.').getByText('The Night Ferry.').click();
  await page.keyboard.press('Control+a');
  const client = await page.context().newCDPSession(page);
  await client.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
  await client.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
  await expect(words(page, 1)).toHaveValue('ni hao');
  expect(await stored(running)).toContain('The Night Ferry.');
  await client.send('Input.insertText', { text: '你好，夜航船。' });
  await expect(words(page, 1)).toHaveValue('你好，夜航船。');
  await saved(page);
  expect(await stored(running)).toContain('NARRATOR: 你好，夜航船。');
});

test('[SED27] a reload in the middle of typing loses nothing, and undo goes on behind it', async ({
  studioPage: page,
  running,
}) => {
  const before = await stored(running);
  await line(page, 'The Night Ferry.').getByText('The Night Ferry.').click();
  await page.keyboard.press('End');
  // The core is slow: most of what is typed has not been sent when the page goes.
  await page.route('**/api/episodes.edit', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue().catch(() => undefined);
  });
  await page.keyboard.type(' It sails at nine.');
  await page.reload();
  await page.unroute('**/api/episodes.edit');
  await expect(line(page, 'The Night Ferry. It sails at nine.')).toBeVisible();
  await expect.poll(() => stored(running)).toContain('The Night Ferry. It sails at nine.');
  await saved(page);
  for (let step = 0; step < 3 && (await stored(running)) !== before; step++) {
    await page.getByRole('button', { name: /^Undo/ }).click();
    await saved(page);
  }
  await expect(line(page, 'The Night Ferry. It sails')).toHaveCount(0);
  expect(await stored(running)).toBe(before);
});

test('[SED28] what another window does is shown, and typing goes on', async ({ page, running, context }) => {
  await openStudio(page, running.host);
  const other = await context.newPage();
  await openStudio(other, running.host);
  await line(page, 'The Night Ferry.').getByText('The Night Ferry.').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' Here');
  await expect(line(other, 'The Night Ferry. Here')).toBeVisible();
  await line(other, "You said you'd wait.").getByText("You said you'd wait.").click();
  await other.keyboard.press('End');
  await other.keyboard.type(' There');
  await expect(line(page, "You said you'd wait. There")).toBeVisible();
  await page.keyboard.type(' we are');
  await expect(line(other, 'The Night Ferry. Here we are')).toBeVisible();
});

test('[SED29] rows are dragged to another place; Shift and arrows at the edge of a line select rows', async ({
  studioPage: page,
}) => {
  const order = async () => (await lines(page).allInnerTexts()).join('\n');
  const grip = line(page, 'I did wait.').locator('[data-grip]');
  const target = line(page, 'The last ferry left at nine.');
  await grip.dragTo(target, { targetPosition: { x: 300, y: 4 } });
  await expect.poll(order).toMatch(/The Night Ferry\.[\s\S]*I did wait\.[\s\S]*You said you'd wait\./);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(order).toMatch(/The Night Ferry\.[\s\S]*You said you'd wait\.[\s\S]*I did wait\./);

  await line(page, "You said you'd wait.").getByText("You said you'd wait.").click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('toolbar', { name: 'Script tools' })).toContainText('3 selected');
  await page.keyboard.press('Alt+1');
  for (const words of ["You said you'd wait.", 'I did wait.', 'The train stood still']) {
    await expect(line(page, words)).toContainText('NARRATOR');
  }
});

test('[SED30] finding shows how often; replacing shows what it would change and make stale, and is one thing to undo', async ({
  studioPage: page,
  running,
}) => {
  const before = await stored(running);
  await page.keyboard.press('Control+h');
  await page.getByRole('searchbox', { name: 'Find' }).fill('ferry');
  const bar = page.getByRole('search', { name: 'Find and replace' });
  await expect(bar.getByRole('status')).toContainText(/\d+ matches/);
  await bar.getByRole('button', { name: 'Match case' }).click();
  await page.getByRole('textbox', { name: 'Replace with' }).fill('boat');
  const changes = bar.getByRole('list', { name: 'What would be replaced' }).getByRole('listitem');
  const count = await changes.count();
  expect(count).toBeGreaterThan(0);
  await expect(bar).toContainText('spoken again');
  await bar.getByRole('button', { name: /^Replace in/ }).click();
  await expect(bar.getByRole('status')).toHaveText('Not found');
  await saved(page);
  expect(await stored(running)).toContain('The last boat left at nine.');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => stored(running)).toBe(before);
});

test('[SED31] the history lists what was done and can be jumped in; a snapshot brings a moment back', async ({
  studioPage: page,
  running,
}) => {
  const before = await stored(running);
  for (const [old, more] of [
    ['The Night Ferry.', ' One'],
    ["You said you'd wait.", ' Two'],
  ] as const) {
    await line(page, old).getByText(old).click();
    await page.keyboard.press('End');
    await page.keyboard.type(more);
  }
  await saved(page);
  const after = await stored(running);
  await page.getByRole('button', { name: 'History and snapshots' }).click();
  const history = page.getByRole('list', { name: 'What was done, newest first' });
  await expect(history.getByRole('listitem')).toHaveCount(3);
  await page.getByRole('textbox', { name: 'Name of a snapshot' }).fill('Both');
  await page.getByRole('button', { name: 'Keep this moment' }).click();
  await history.getByRole('button', { name: 'As it was at first' }).click();
  await expect.poll(() => stored(running)).toBe(before);
  await page.getByRole('button', { name: 'Restore Both' }).click();
  await expect.poll(() => stored(running)).toBe(after);
});

test.describe('for a person whose system is Chinese', () => {
  test.use({ locale: 'zh-CN' });
  test('[SED32] the editor speaks Chinese, and Chinese names before a full-width colon say who speaks', async ({
    page,
    running,
  }) => {
    await page.goto(running.host.newUrl());
    await expect(page.getByRole('listbox', { name: '台词' }).getByRole('option').first()).toBeVisible();
    const first = page.getByRole('option').filter({ hasText: 'The Night Ferry.' });
    await first.getByText('The Night Ferry.').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+0');
    await page.getByRole('textbox', { name: '角色名' }).fill('船长');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: '第 2 行的文字' }).click();
    await page.keyboard.type('开船了。');
    await page.keyboard.press('Enter');
    await page.keyboard.type('船长：大家小心。');
    await expect.poll(() => stored(running)).toContain('船长: 大家小心。');
    await expect(page.getByRole('button', { name: /^撤销：/ })).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[SED33] axe finds nothing serious in the script: read, typed in, searched, ${colorScheme}`, async ({
    studioPage: page,
  }) => {
    await page.emulateMedia({ colorScheme });
    const serious = async () => {
      const { violations } = await new AxeBuilder({ page }).include('section[data-region="script"]').analyze();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
    };
    expect(await serious()).toEqual([]);
    await line(page, 'I did wait.').getByText('I did wait.').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('/');
    await expect(page.getByRole('listbox', { name: 'What this line becomes' })).toBeVisible();
    expect(await serious()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+h');
    await page.getByRole('searchbox', { name: 'Find' }).fill('the');
    await page.getByRole('textbox', { name: 'Replace with' }).fill('a');
    await expect(page.getByRole('list', { name: 'What would be replaced' })).toBeVisible();
    expect(await serious()).toEqual([]);
  });
}
