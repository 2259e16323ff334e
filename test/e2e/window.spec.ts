/** The window: screens, projects, ways in for a script, the palette, the key sheet. */
import { expect, line, lines, test } from './studio-test.ts';

const SCRIPT = '# Two voices\n\nANNA: Is it on?\n\nBEN: It has been on all the time.\n';

test('[WIN1] the header says where one is, what is to be spoken and what that costs', async ({ studioPage: page }) => {
  const header = page.getByRole('banner');
  await expect(header.getByRole('heading', { level: 1 })).toHaveText('The Night Ferry');
  await expect(header).toContainText('Lectern samples');
  await expect(header).toContainText('All spoken');
  await page.keyboard.press('Control+Shift+V');
  await page.getByRole('textbox', { name: 'Script' }).fill(SCRIPT);
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Two voices');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(header.getByRole('heading', { level: 1 })).toHaveText('Two voices');
  const cost = header.getByRole('button', { name: /2 lines to speak.*est\. free/ });
  await expect(cost).toBeVisible();
  await cost.click();
  await expect(page.getByRole('dialog', { name: 'What speaking them would cost' })).toContainText('2 requests');
});

test('[WIN2] screens are reached by sidebar and keys, and the header names them', async ({ studioPage: page }) => {
  const heading = page.getByRole('banner').getByRole('heading', { level: 1 });
  for (const [key, name] of [
    ['Control+2', 'Library'],
    ['Control+3', 'Voices'],
    ['Control+,', 'Settings'],
    ['Control+o', 'Start'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(heading).toHaveText(name);
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
  }
  await page.keyboard.press('Control+1');
  await expect(lines(page).first()).toBeVisible();
  await page.getByRole('navigation', { name: 'Projects' }).getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'Settings' })).toBeVisible();
});

test('[WIN3] a new project opens with its first episode, ready to be written', async ({ studioPage: page }) => {
  await page.keyboard.press('Control+o');
  await page.getByRole('button', { name: /^New project A podcast/ }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Create' })).toBeDisabled();
  await page.keyboard.type('Harbour tales');
  await dialog.getByRole('button', { name: 'Audiobook' }).click();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('banner').getByRole('heading', { level: 1 })).toHaveText('Episode 1');
  await expect(page.getByRole('banner')).toContainText('Harbour tales');
});

test('[WIN4] pasted text opens as an episode under the title it was given; what did not come along is said', async ({
  studioPage: page,
}) => {
  await page.keyboard.press('Control+Shift+V');
  const dialog = page.getByRole('dialog', { name: 'Paste a script' });
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Script' }).fill(`${SCRIPT}\n![a picture](lamp.png)\n`);
  await dialog.getByRole('textbox', { name: 'Title' }).fill('On air');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(line(page, 'It has been on all the time.')).toBeVisible();
  await expect(page.getByText('“On air” is imported. 1 remark')).toBeVisible();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const report = page.getByRole('dialog', { name: '“On air” is imported' });
  await expect(report).toContainText('lamp.png');
  await report.getByRole('button', { name: 'OK' }).click();
  await expect(page.getByRole('banner').getByRole('heading', { level: 1 })).toHaveText('On air');
});

test('[WIN5] a script file is chosen, and goes into the project it is meant for', async ({ studioPage: page }) => {
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'What to do with the project “Lectern samples”' }).click();
  await page.getByRole('menuitem', { name: 'Import a script' }).click();
  await (await chosen).setFiles({ name: 'on-air.md', mimeType: 'text/markdown', buffer: Buffer.from(SCRIPT) });
  const dialog = page.getByRole('dialog', { name: 'Import a script' });
  await expect(dialog).toContainText('on-air.md');
  await expect(dialog.getByRole('combobox', { name: 'Into' })).toHaveText('Lectern samples');
  await page.keyboard.press('Enter');
  await expect(line(page, 'Is it on?')).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Lectern samples');
});

test('[WIN6] a script dropped on the window is imported; other files are answered', async ({ studioPage: page }) => {
  const drop = async (name: string, text: string): Promise<void> => {
    const data = await page.evaluateHandle(
      ([file, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content!], file!));
        return transfer;
      },
      [name, text],
    );
    const header = page.getByRole('banner');
    await header.dispatchEvent('dragenter', { dataTransfer: data });
    await expect(page.getByText('Drop a script to import it')).toBeVisible();
    await header.dispatchEvent('dragover', { dataTransfer: data });
    await header.dispatchEvent('drop', { dataTransfer: data });
  };
  await drop('on-air.md', SCRIPT);
  await page.keyboard.press('Enter');
  await expect(line(page, 'Is it on?')).toBeVisible();
  await drop('holiday.jpg', 'not a script');
  await expect(page.getByText('No script among the dropped files')).toBeVisible();
});

test('[WIN7] an episode is renamed, duplicated, put into the trash and back', async ({ studioPage: page }) => {
  const sidebar = page.getByRole('navigation', { name: 'Projects' });
  const episode = (name: string) => sidebar.getByRole('button', { name, exact: true });
  const openMenu = (name: string) =>
    sidebar.getByRole('button', { name: `What to do with the episode “${name}”` }).click();

  await openMenu('The Night Ferry');
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('The Day Ferry');
  await page.keyboard.press('Enter');
  await expect(episode('The Day Ferry')).toBeVisible();
  await expect(page.getByRole('banner').getByRole('heading', { level: 1 })).toHaveText('The Day Ferry');

  await openMenu('The Day Ferry');
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect(page.getByRole('banner').getByRole('heading', { level: 1 })).toHaveText('The Day Ferry (copy)');

  await openMenu('The Day Ferry (copy)');
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await expect(episode('The Day Ferry (copy)')).toHaveCount(0);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(episode('The Day Ferry (copy)')).toBeVisible();

  await openMenu('The Day Ferry (copy)');
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await sidebar.getByRole('button', { name: 'Trash' }).click();
  const trash = page.getByRole('dialog', { name: 'Trash' });
  await trash.getByRole('button', { name: 'Put back' }).click();
  await expect(trash).toContainText('The trash is empty');
  await page.keyboard.press('Escape');
  await expect(episode('The Day Ferry (copy)')).toBeVisible();
});

test('[WIN8] a project is put into the archive by its context menu, and taken out', async ({ studioPage: page }) => {
  const sidebar = page.getByRole('navigation', { name: 'Projects' });
  const project = sidebar.getByRole('button', { name: 'Lectern samples', exact: true });
  await project.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(project).toBeHidden();
  await sidebar.getByText('Archived').click();
  await project.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Take out of the archive' }).click();
  await expect(sidebar.getByText('Archived')).toHaveCount(0);
  await expect(project).toBeVisible();
});

test('[WIN9] the palette finds lines, actions and episodes by a few letters, and does them', async ({
  studioPage: page,
}) => {
  const palette = page.getByRole('combobox', { name: 'Search or run' });
  await page.keyboard.press('Control+k');
  await expect(palette).toBeFocused();
  await page.keyboard.type('ran all the way');
  await expect(page.getByRole('option').first()).toContainText('Then I ran, Tom. I ran all the way.');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(lines(page).and(page.locator('[aria-selected="true"]'))).toContainText('I ran all the way.');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('gotolib');
  const action = page.getByRole('option', { name: /Go to the library/ });
  await expect(action).toHaveAttribute('aria-selected', 'true');
  await expect(action).toContainText('Ctrl');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Library' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('nightf');
  await expect(page.getByRole('option', { name: 'The Night Ferry Lectern samples' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(lines(page).first()).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('qqqqq');
  await expect(page.getByText('Nothing found for “qqqqq”')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('[WIN10] the key sheet shows what keys do, as the person set them', async ({ studioPage: page, running }) => {
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByRole('region', { name: 'Playback' })).toContainText('Play or pauseSpace');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await running.call('settings.change', { keys: { 'playback.toggle': ['P'] } });
  await page.keyboard.press('?');
  await expect(sheet.getByRole('region', { name: 'Playback' })).toContainText('Play or pauseP');
});

test('[WIN11] a small window keeps script and timeline in sight; panels come and go by buttons and keys', async ({
  studioPage: page,
}) => {
  const sidebar = page.getByRole('navigation', { name: 'Projects' });
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await expect(sidebar).toBeVisible();
  await expect(inspector).toBeVisible();
  await page.setViewportSize({ width: 900, height: 640 });
  await expect(sidebar).toBeHidden();
  await expect(inspector).toBeHidden();
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
  await expect(lines(page).first()).toBeVisible();
  const isWider = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(await isWider()).toBe(false);
  await page.getByRole('button', { name: 'Show projects' }).click();
  await expect(sidebar).toBeVisible();
  await page.keyboard.press('Control+.');
  await expect(inspector).toBeVisible();
  expect(await isWider()).toBe(false);
});

test('[WIN12] a start opens what was open last', async ({ studioPage: page }) => {
  await page.keyboard.press('Control+Shift+V');
  await page.getByRole('textbox', { name: 'Script' }).fill(SCRIPT);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(line(page, 'Is it on?')).toBeVisible();
  const sidebar = page.getByRole('navigation', { name: 'Projects' });
  await sidebar.getByRole('button', { name: 'The Night Ferry', exact: true }).click();
  await expect(line(page, 'The last ferry left at nine.')).toBeVisible();
  await page.reload();
  await expect(line(page, 'The last ferry left at nine.')).toBeVisible();
});

test('[WIN13] the inspector’s width moves by arrow keys', async ({ studioPage: page }) => {
  const inspector = page.getByRole('region', { name: 'Inspector' });
  const before = (await inspector.boundingBox())!.width;
  await page.getByRole('separator', { name: 'Width of the inspector' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await inspector.boundingBox())!.width).toBeCloseTo(before + 16, 0);
});
