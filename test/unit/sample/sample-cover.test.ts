import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { encodePng } from '../../../src-main/tools/sample-cover/png.ts';
import { COVER_SIZE_PX, drawSampleCover } from '../../../src-main/tools/sample-cover/sample-cover.ts';
import { seededRandom } from '../../../src-main/tools/sample-sounds/seeded-random.ts';
import { runBundledFfmpeg } from './bundled-ffmpeg.ts';

const PATH = join(import.meta.dirname, '../../../resources/samples/the-night-ferry/cover.png');

it('[SAM5] the cover is a square RGB picture directories accept, and what the script draws, pixel for pixel', () => {
  const header = readFileSync(PATH);
  expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([1400, 1400]);
  expect([header[24], header[25]]).toEqual([8, 2]);

  const committed = runBundledFfmpeg('-v', 'error', '-i', PATH, '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1').stdout;
  const drawn = drawSampleCover();
  expect(committed.length).toBe(COVER_SIZE_PX * COVER_SIZE_PX * 3);
  const largest = drawn.reduce((most, value, n) => Math.max(most, Math.abs(value - committed[n]!)), 0);
  expect(largest).toBeLessThanOrEqual(1);
});

it('[SAM6] a PNG of ours is read back by ffmpeg as the pixels it was made of, whichever row filters it uses', () => {
  const [widthPx, heightPx] = [64, 120];
  const random = seededRandom(6);
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let n = 0; n < rgb.length; n += 1) {
    const x = Math.floor(n / 3) % widthPx;
    const y = Math.floor(n / 3 / widthPx);
    const noise = random();
    // Bands that each suit another filter: speckle on black, a slope to the right, one downward, a rough diagonal, and a step in both.
    const bands = [
      noise > 0.9 ? 9 : 0,
      4 * x,
      2 * y + ((x * 53) & 0xff),
      x + y + 12 * noise,
      x > y % 24 ? 200 + 3 * noise : 20,
    ];
    rgb[n] = bands[Math.floor(y / 24)]!;
  }
  const file = encodePng(rgb, widthPx, heightPx);
  const rows = inflateSync(file.subarray(file.indexOf('IDAT') + 4, file.indexOf('IEND') - 8));
  const filters = new Set(Array.from({ length: heightPx }, (_unused, row) => rows[row * (widthPx * 3 + 1)]));
  expect(filters).toEqual(new Set([0, 1, 2, 3, 4]));

  const folder = mkdtempSync(join(tmpdir(), 'lectern-png-'));
  try {
    writeFileSync(join(folder, 'small.png'), file);
    const options = ['-v', 'error', '-i', join(folder, 'small.png'), '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
    expect(Buffer.compare(runBundledFfmpeg(...options).stdout, rgb)).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
