/**
 * The timeline of 20,000 lines in the real page over the real core: opening, scrolling, zooming and playing, by frame
 * times in Chromium and by the script time of a frame, beside a page that draws one element per clip. Needs a built
 * page: `npm run build`, or one in the folder LECTERN_RENDERER names.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright';
import { createEpisode, openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { openStudio } from '#core/studio/open-studio.ts';
import { documentOf } from '#shared/document/episode-document.ts';
import { orderKeysBetween } from '#shared/document/order-key.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import { EpisodeId, ProjectId, RecordId } from '#shared/ids.ts';
import { startWebHost } from '../../src-main/web/start-web-host.ts';
import { makeEpisode, openCoreAt } from './make-episode.ts';

export const title = 'timeline: 20,000 lines in Chromium';

const LINES = 20_000;
const DISTINCT_LINES = 40;
const FRAMES = 200;
const RENDERER = resolve(process.env.LECTERN_RENDERER ?? 'out/renderer');

interface Frames {
  /** From one frame to the next. */
  readonly frameMs: readonly number[];
  readonly scriptMsPerFrame: number;
}

export async function run(_: unknown, print: (line: string) => void): Promise<void> {
  if (!existsSync(join(RENDERER, 'index.html'))) throw new Error('There is no built page: npm run build');
  const folder = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  const { home } = await makeEpisode(folder, DISTINCT_LINES);
  const core = openCoreAt(home);
  makeLong(await core.library());
  const studio = await openStudio(core);
  const host = await startWebHost({ studio, rendererDir: RENDERER });
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: ['--no-sandbox', '--font-render-hinting=none', '--autoplay-policy=no-user-gesture-required'],
  });
  try {
    const ours = await benchStudio(browser, () => host.newUrl());
    const peer = await benchElements(browser, LINES);
    print(`${LINES} clips; to be read and played ${seconds(ours.openMs)}; memory of the page ${ours.memoryMb} MB`);
    print('                     frame p50 / p95 / worst      script a frame');
    for (const name of ['idle', 'scrolling', 'zooming', 'playing'] as const) {
      print(`${name.padEnd(20)} ${line(ours[name])}`);
      const beside = name === 'scrolling' || name === 'zooming' ? peer[name] : null;
      if (beside) print(`  one element a clip ${line(beside)}`);
    }
    const moving = [ours.scrolling, ours.zooming, ours.playing];
    const isMet = ours.openMs < 1000 && ours.memoryMb < 500 && moving.every((one) => one.scriptMsPerFrame <= 4);
    print(`target: open in 1 s, under 500 MB, at most 4 ms of script a frame: ${isMet ? 'met' : 'MISSED'}`);
  } finally {
    await browser.close();
    await host.close();
    await studio.close();
    await core.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The lines that were spoken, over and over, in an episode of its own: speaking is not what is measured. */
function makeLong({ db }: Library): void {
  const { document } = openEpisode(db, EpisodeId.parse('bench'));
  const records = [...document.records.values()];
  const lines = records.filter((record) => record.type === 'line');
  const orders = orderKeysBetween(null, null, LINES);
  const long = orders.map((order, index): EpisodeRecord => {
    return { ...lines[index % lines.length]!, id: RecordId.parse(`line-${index}`), order };
  });
  const others = records.filter(({ type }) => type === 'episode' || type === 'speaker' || type === 'track');
  const projectId = ProjectId.parse('bench');
  const id = EpisodeId.parse('long');
  createEpisode(db, { id, projectId, document: documentOf([...others, ...long]), createdAtMs: 1 });
}

async function benchStudio(browser: Browser, newUrl: () => string) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  // Once to warm the program, as one that has been open; the second is measured.
  for (const isMeasured of [false, true]) {
    await page.goto(newUrl());
    await page.getByRole('button', { name: 'Play', exact: true }).and(page.locator(':enabled')).waitFor();
    if (!isMeasured) await settle(page);
  }
  const openMs = await page.evaluate(() => performance.now());
  await settle(page);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const idle = await measure(page, cdp, 'none');
  // From the whole episode to some twenty seconds, and back, about the middle.
  const zooming = await measure(page, cdp, 'zoom');
  const scrolling = await measure(page, cdp, 'scroll');
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await settle(page);
  const playing = await measure(page, cdp, 'none');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const memoryMb = await rendererMegabytes(browser);
  await context.close();
  return { openMs, idle, scrolling, zooming, playing, memoryMb };
}

/** What the page's process holds, workers and canvases included; NaN where the system does not say. */
async function rendererMegabytes(browser: Browser): Promise<number> {
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const status = `/proc/${id}/status`;
      const size = existsSync(status) ? /VmRSS:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
      return size === undefined ? Number.NaN : Math.round(Number(size) / 1024);
    });
  return Math.max(...sizes);
}

/** A page such as many timelines are: an absolutely placed element for every clip. */
async function benchElements(browser: Browser, clips: number) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.setContent(`<style>
    #lanes { position: relative; width: 1200px; height: 340px; overflow: hidden; }
    .clip { position: absolute; height: 49px; overflow: hidden; white-space: nowrap; font: 11px sans-serif;
      background: #cfe0f5; border-left: 2px solid #2c6bb3; box-sizing: border-box; }
  </style><div id="lanes"><div id="inner" style="position:absolute;inset:0"></div></div>`);
  await page.evaluate((count) => {
    const inner = document.getElementById('inner')!;
    const elements = Array.from({ length: count }, (_, index) => {
      const element = document.createElement('div');
      element.className = 'clip';
      element.textContent = `Line ${index} of a long episode`;
      element.style.top = `${(index % 6) * 56}px`;
      inner.append(element);
      return element;
    });
    let scale = 1200 / (count * 4.5);
    let left = 0;
    const place = (): void => {
      for (const [index, element] of elements.entries()) {
        element.style.left = `${index * 4.5 * scale}px`;
        element.style.width = `${4 * scale}px`;
      }
    };
    place();
    document.getElementById('lanes')!.addEventListener('wheel', (event) => {
      if (event.ctrlKey) {
        scale *= Math.exp(-event.deltaY / 550);
        place();
      } else {
        left += event.deltaX;
      }
      inner.style.transform = `translateX(${-left}px)`;
    });
  }, clips);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  const zooming = await measure(page, cdp, 'zoom');
  const scrolling = await measure(page, cdp, 'scroll');
  await context.close();
  return { zooming, scrolling };
}

/** So many frames, each with a turn of the wheel over the lanes. */
async function measure(page: Page, cdp: CDPSession, gesture: 'none' | 'scroll' | 'zoom'): Promise<Frames> {
  const before = await scriptSeconds(cdp);
  const frameMs = await page.evaluate(
    async ({ frames, turn }) => {
      const lanes = document.querySelector('#timeline-lanes canvas, #lanes')!;
      const box = lanes.getBoundingClientRect();
      const place = { clientX: box.left + box.width / 2, clientY: box.top + 20, bubbles: true, cancelable: true };
      const times: number[] = [];
      let last = performance.now();
      for (let frame = 0; frame < frames; frame++) {
        await new Promise<void>((done) => {
          requestAnimationFrame(() => done());
        });
        const now = performance.now();
        times.push(now - last);
        last = now;
        if (turn === 'scroll') lanes.dispatchEvent(new WheelEvent('wheel', { ...place, deltaX: 14 }));
        // In for the first half, out for a quarter: there is something to scroll over then.
        const isIn = frame < frames / 2;
        if (turn === 'zoom' && frame < (frames * 3) / 4) {
          lanes.dispatchEvent(new WheelEvent('wheel', { ...place, deltaY: isIn ? -30 : 12, ctrlKey: true }));
        }
      }
      return times.slice(1);
    },
    { frames: FRAMES, turn: gesture },
  );
  const scriptMsPerFrame = ((await scriptSeconds(cdp)) - before) * (1000 / FRAMES);
  return { frameMs, scriptMsPerFrame };
}

async function scriptSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0;
}

/** Until nothing was asked of the page for a moment: waveforms are there, the layout stands. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestIdleCallback(() => done(), { timeout: 3_000 });
      }),
  );
}

function line({ frameMs, scriptMsPerFrame }: Frames): string {
  const sorted = [...frameMs].sort((a, b) => a - b);
  const at = (share: number): string =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1);
  return `${at(0.5)} / ${at(0.95)} / ${at(1)} ms      ${scriptMsPerFrame.toFixed(1)} ms`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
