/** The timeline as a person works on it: every gesture is one thing to undo, and every gesture has its keys. */
import type { Locator, Page } from '@playwright/test';
import { expect, line, positionMs, test } from './studio-test.ts';

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' });
const grid = (page: Page) => page.getByRole('grid', { name: 'Tracks and clips' });
const cell = (page: Page, name: RegExp) => page.getByRole('gridcell', { name });
const undo = (page: Page) => page.getByRole('button', { name: /^Undo/ }).first();

/** Where a clip begins, as its name says, in seconds. */
async function startOf(clip: Locator): Promise<number> {
  const name = (await clip.textContent()) ?? '';
  const [, minutes = '0', seconds = '0'] = /starts at (\d+):([\d.]+)/.exec(name) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

async function lengthOf(clip: Locator): Promise<number> {
  return Number(/([\d.]+) s, starts at/.exec((await clip.textContent()) ?? '')?.[1]);
}

/** Selects a line in the script and shows its clip from a twentieth to nineteen twentieths of the width. */
async function zoomTo(page: Page, words: string): Promise<void> {
  await line(page, words).click();
  await grid(page).focus();
  await page.keyboard.press('Control+9');
}

/** Pixels of the window: a share of the lanes' width, a height in the lane of a track. */
async function placeIn(page: Page, track: string, share: number, inLane: number) {
  const head = (await page.getByRole('rowheader', { name: new RegExp(`^${track}`) }).boundingBox())!;
  const lanes = (await timeline(page).locator('canvas').nth(2).boundingBox())!;
  return { x: lanes.x + share * lanes.width, y: head.y + inLane };
}

async function drag(page: Page, from: { x: number; y: number }, dx: number, dy = 0): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const part of [0.3, 0.7, 1]) await page.mouse.move(from.x + dx * part, from.y + dy * part);
  await page.mouse.up();
}

const NARRATION = 'Mara came down the steps';
const THIRD = /^NARRATOR, line 3,/;
const FOURTH = /^MARA, line 4,/;

test('[TLM20] dragging a line moves it and what follows; it is one thing to undo', async ({ studioPage: page }) => {
  await zoomTo(page, NARRATION);
  const [start, next] = [await startOf(cell(page, THIRD)), await startOf(cell(page, FOURTH))];
  await drag(page, await placeIn(page, 'NARRATOR', 0.5, 45), 80);
  await expect.poll(() => startOf(cell(page, THIRD))).toBeGreaterThan(start + 0.5);
  const moved = (await startOf(cell(page, THIRD))) - start;
  expect((await startOf(cell(page, FOURTH))) - next).toBeCloseTo(moved, 0);
  await undo(page).click();
  await expect.poll(() => startOf(cell(page, THIRD))).toBe(start);
  await expect.poll(() => startOf(cell(page, FOURTH))).toBe(next);
});

test('[TLM21] Escape during a drag takes all of it back', async ({ studioPage: page }) => {
  await zoomTo(page, NARRATION);
  const start = await startOf(cell(page, THIRD));
  const from = await placeIn(page, 'NARRATOR', 0.5, 45);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y);
  await page.mouse.move(from.x + 90, from.y);
  await expect.poll(() => startOf(cell(page, THIRD))).not.toBe(start);
  await page.keyboard.press('Escape');
  await expect.poll(() => startOf(cell(page, THIRD))).toBe(start);
  await page.mouse.up();
  await expect(undo(page)).toBeDisabled();
});

test('[TLM22] edges trim, corners fade, the line across sets the gain', async ({ studioPage: page }) => {
  await zoomTo(page, NARRATION);
  const [start, length] = [await startOf(cell(page, THIRD)), await lengthOf(cell(page, THIRD))];
  const end = await placeIn(page, 'NARRATOR', 0.95, 40);
  await drag(page, { x: end.x - 2, y: end.y }, -100);
  await expect.poll(() => lengthOf(cell(page, THIRD))).toBeLessThan(length - 0.5);
  await undo(page).click();
  await expect.poll(() => lengthOf(cell(page, THIRD))).toBe(length);

  const begin = await placeIn(page, 'NARRATOR', 0.05, 44);
  await drag(page, { x: begin.x + 3, y: begin.y }, 100);
  await expect.poll(() => startOf(cell(page, THIRD))).toBeGreaterThan(start + 0.5);
  await undo(page).click();

  await drag(page, await placeIn(page, 'NARRATOR', 0.3, 28), 0, 14);
  await expect(undo(page)).toHaveAccessibleName(/gain/i);
  await undo(page).click();
  const corner = await placeIn(page, 'NARRATOR', 0.05, 12);
  await drag(page, { x: corner.x + 3, y: corner.y }, 90);
  await expect(undo(page)).toHaveAccessibleName(/fade/i);
});

test('[TLM23] S splits at the playhead, Ctrl+J joins, Delete leaves a hole, Shift+Delete closes it', async ({
  studioPage: page,
}) => {
  await zoomTo(page, NARRATION);
  const next = await startOf(cell(page, FOURTH));
  const ruler = page.getByRole('img', { name: 'Time ruler' });
  const box = (await ruler.boundingBox())!;
  await ruler.click({ position: { x: box.width / 2, y: 44 } });
  await grid(page).focus();
  await page.keyboard.press('s');
  await expect(cell(page, THIRD)).toHaveCount(2);
  await page.keyboard.press('Control+j');
  await expect(cell(page, THIRD)).toHaveCount(1);
  await undo(page).click();
  await expect(cell(page, THIRD)).toHaveCount(2);

  const half = await placeIn(page, 'NARRATOR', 0.7, 28);
  await page.mouse.click(half.x, half.y + 14);
  await grid(page).focus();
  await page.keyboard.press('Delete');
  await expect(cell(page, THIRD)).toHaveCount(1);
  expect(await startOf(cell(page, FOURTH))).toBeLessThan(next);
  await undo(page).click();
  await expect(cell(page, THIRD)).toHaveCount(2);
});

test('[TLM24] with keys alone a clip is moved, trimmed and levelled, and told', async ({ studioPage: page }) => {
  await line(page, NARRATION).click();
  const [start, length] = [await startOf(cell(page, THIRD)), await lengthOf(cell(page, THIRD))];
  await grid(page).focus();
  const said = timeline(page).getByRole('status').first();
  await page.keyboard.press('Enter');
  await expect(said).toContainText('Left and right move');
  for (let press = 0; press < 3; press++) await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => startOf(cell(page, THIRD))).toBeCloseTo(start + 0.3, 1);
  await expect(said).toContainText('Starts at');
  await page.keyboard.press('Enter');
  await expect(said).toHaveText('Kept.');
  await undo(page).click();
  await expect.poll(() => startOf(cell(page, THIRD))).toBe(start);

  await grid(page).focus();
  await page.keyboard.press('F2');
  for (let press = 0; press < 5; press++) await page.keyboard.press('Control+Shift+ArrowLeft');
  await expect.poll(() => lengthOf(cell(page, THIRD))).toBeCloseTo(length - 0.5, 1);
  await page.keyboard.press('Escape');
  await expect.poll(() => lengthOf(cell(page, THIRD))).toBe(length);

  await page.keyboard.press('.');
  await page.keyboard.press('>');
  await expect.poll(() => startOf(cell(page, THIRD))).toBeCloseTo(start + 0.1, 1);
});

test('[TLM25] copies are pasted at the playhead, a duplicate lies behind, a marquee selects', async ({
  studioPage: page,
}) => {
  const music = cell(page, /^Night music,/);
  await expect(music).toHaveCount(2);
  const place = await placeIn(page, 'music', 0.1, 40);
  await page.mouse.click(place.x, place.y);
  await grid(page).focus();
  await page.keyboard.press('Control+c');
  await page.getByRole('img', { name: 'Time ruler' }).click({ position: { x: 400, y: 44 } });
  await expect.poll(() => positionMs(page)).toBeGreaterThan(60_000);
  await grid(page).focus();
  await page.keyboard.press('Control+v');
  await expect(music).toHaveCount(3);
  const at = await positionMs(page);
  await expect.poll(async () => Math.abs((await startOf(music.nth(1))) * 1000 - at)).toBeLessThan(200);
  await page.keyboard.press('Control+d');
  await expect(music).toHaveCount(4);
  await undo(page).click();
  await undo(page).click();
  await expect(music).toHaveCount(2);

  const from = await placeIn(page, 'MARA', 0.02, 3);
  const to = await placeIn(page, 'TOM', 0.5, 50);
  await drag(page, from, to.x - from.x, to.y - from.y);
  await expect(page.getByRole('gridcell').and(page.locator('[aria-selected="true"]')).first()).toBeAttached();
  expect(await page.locator('[role="gridcell"][aria-selected="true"]').count()).toBeGreaterThan(5);
});

test('[TLM26] music moves by itself, to another track as well, and hangs where Shift lets it go', async ({
  studioPage: page,
  running,
}) => {
  const rain = cell(page, /^Rain on the water,/);
  const start = await startOf(rain);
  const place = await placeIn(page, 'ambience', 0.2, 46);
  const target = await placeIn(page, 'music', 0.2, 46);
  await drag(page, place, 100, target.y - place.y);
  await expect.poll(() => startOf(rain)).toBeGreaterThan(start + 5);
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^music/ }) });
  await expect(row.getByRole('gridcell', { name: /^Rain on the water/ })).toHaveCount(1);
  await page.keyboard.down('Shift');
  await drag(page, { x: place.x + 100, y: target.y }, 150);
  await page.keyboard.up('Shift');
  await expect.poll(() => startOf(rain)).toBeGreaterThan(start + 20);
  const [project] = await running.call('projects.list', {});
  const [episode] = await running.call('episodes.list', { projectId: project!.id });
  const anchors = async () => {
    const { records } = await running.call('episodes.open', { episodeId: episode!.id });
    const clip = records.find((record) => record.type === 'clip' && record.title === 'Rain on the water');
    return clip?.type === 'clip' ? Math.abs(clip.offsetSamples) : null;
  };
  await expect.poll(anchors).toBeLessThan(48_000 * 8);
});

test('[TLM27] M sets a marker that is named, moved and deleted, in the ruler and by keys', async ({
  studioPage: page,
}) => {
  await line(page, NARRATION).click();
  await grid(page).focus();
  await page.keyboard.press('m');
  await page.getByRole('textbox', { name: 'Name of the marker' }).fill('Check this');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Markers' }).click();
  const panel = page.getByRole('dialog', { name: 'Markers' });
  await expect(panel.getByRole('textbox', { name: 'Name of the marker' })).toHaveValue('Check this');
  const time = panel.getByRole('textbox', { name: 'Position of Check this' });
  await time.fill('30');
  await page.keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: '0:30.0' })).toBeVisible();
  await panel.getByRole('button', { name: 'Delete Check this' }).click();
  await expect(panel).toContainText('No markers yet');
});

test('[TLM28] a range is selected in the ruler, and looped', async ({ studioPage: page }) => {
  const ruler = page.getByRole('img', { name: 'Time ruler' });
  const box = (await ruler.boundingBox())!;
  await drag(page, { x: box.x + 100, y: box.y + 23 }, 6);
  await page.getByRole('button', { name: 'Loop', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Loop', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await grid(page).focus();
  await page.keyboard.press('Space');
  await expect.poll(() => positionMs(page)).toBeGreaterThan(15_000);
  const seen = new Set<number>();
  await expect
    .poll(
      async () => {
        seen.add(await positionMs(page));
        const places = [...seen];
        return places.some((place, index) => index > 0 && place < places[index - 1]!);
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  expect(Math.max(...seen) - Math.min(...seen)).toBeLessThan(3_000);
});

test('[TLM29] tracks are muted, soloed, added, renamed, moved and deleted', async ({ studioPage: page }) => {
  await page.getByRole('button', { name: 'Mute MARA' }).click();
  await expect(page.getByRole('button', { name: 'Mute MARA' })).toHaveAttribute('aria-pressed', 'true');
  await expect(undo(page)).toBeEnabled();
  await undo(page).click();
  await expect(page.getByRole('button', { name: 'Mute MARA' })).toHaveAttribute('aria-pressed', 'false');
  await page.getByRole('button', { name: 'Solo music' }).click();
  await expect(page.getByRole('button', { name: 'Solo music' })).toHaveAttribute('aria-pressed', 'true');
  // Solo is nobody's edit.
  await expect(undo(page)).toBeDisabled();

  await page.getByRole('button', { name: 'Add a track' }).click();
  await page.getByRole('menuitem', { name: 'Effects track' }).click();
  const head = page.getByRole('rowheader', { name: /^effects 1/ });
  await expect(head).toBeAttached();
  await page.getByRole('button', { name: 'Settings of effects 1' }).click();
  const panel = page.getByRole('dialog', { name: 'effects 1' });
  await panel.getByRole('textbox', { name: 'Name' }).fill('Doors');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('rowheader', { name: /^Doors/ })).toBeAttached();
  await page.getByRole('button', { name: 'Delete track' }).click();
  await expect(page.getByRole('rowheader', { name: /^Doors/ })).toHaveCount(0);
});

test('[TLM30] sound dropped on a track begins there', async ({ studioPage: page }) => {
  const wav = Buffer.alloc(44 + 48_000 * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 96_000, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(48_000, 24);
  wav.writeUInt32LE(96_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(96_000, 40);
  for (let n = 0; n < 48_000; n++) wav.writeInt16LE(Math.round(8_000 * Math.sin(n / 20)), 44 + 2 * n);
  const place = await placeIn(page, 'music', 0.5, 20);
  await page.evaluate(
    ({ bytes, x, y }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], 'a bell.wav', { type: 'audio/wav' }));
      const target = document.elementFromPoint(x, y)!;
      for (const type of ['dragover', 'drop']) {
        target.dispatchEvent(
          new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer, clientX: x, clientY: y }),
        );
      }
    },
    { bytes: [...wav], x: place.x, y: place.y },
  );
  const bell = cell(page, /^a bell, 1\.0 s/);
  await expect(bell).toHaveCount(1, { timeout: 20_000 });
  expect(await startOf(bell)).toBeGreaterThan(60);
});

test('[PLY20] J, K and L play backwards, pause, and forwards, faster with every press', async ({
  studioPage: page,
}) => {
  await line(page, 'The train stood still').click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(20_000);
  await grid(page).focus();
  const start = await positionMs(page);
  await page.keyboard.press('l');
  await page.keyboard.press('l');
  await expect(page.getByRole('toolbar', { name: 'Transport' })).toContainText('Playing at 2×');
  await expect.poll(() => positionMs(page)).toBeGreaterThan(start + 1_500);
  await page.keyboard.press('k');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const paused = await positionMs(page);
  await page.keyboard.press('j');
  await expect.poll(() => positionMs(page)).toBeLessThan(paused - 500);
  await page.keyboard.press('k');
});

test('[PLY21] a page that is busy for a second does not interrupt what is heard', async ({ studioPage: page }) => {
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => positionMs(page)).toBeGreaterThan(500);
  const passed = await page.evaluate(() => {
    const timer = document.querySelector('[role="timer"]')!;
    const before = timer.textContent;
    const until = performance.now() + 1_000;
    while (performance.now() < until);
    return before;
  });
  const [, , seconds] = (passed ?? '').split(':').map(Number);
  await expect.poll(() => positionMs(page)).toBeGreaterThan((seconds ?? 0) * 1000 + 900);
});

test('[PLY22] dragging over the time scrubs: the playhead follows the hand, and playing goes on from where it lets go', async ({
  studioPage: page,
}) => {
  const ruler = page.getByRole('img', { name: 'Time ruler' });
  const box = (await ruler.boundingBox())!;
  await drag(page, { x: box.x + 100, y: box.y + 44 }, 200);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const scrubbedMs = await positionMs(page);
  expect(scrubbedMs).toBeGreaterThan(40_000);
  await grid(page).focus();
  await page.keyboard.press('Space');
  await drag(page, { x: box.x + 400, y: box.y + 44 }, 60);
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  const droppedMs = await positionMs(page);
  expect(droppedMs).toBeGreaterThan(scrubbedMs + 20_000);
  await expect.poll(() => positionMs(page)).toBeGreaterThan(droppedMs + 300);
});
