import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samples, secondsToSamples } from '#shared/units.ts';
import { clockTime, pauseText, roundTime, secondsText, shortTime } from '../../../src-renderer/episode/time-text.ts';
import { rulerTicks } from '../../../src-renderer/timeline/ruler-ticks.ts';

test.each([
  [0, '0:00.0', '00:00:00.000', '0:00'],
  [10.412, '0:10.4', '00:00:10.412', '0:10'],
  [59.9999, '0:59.9', '00:00:59.999', '0:59'],
  [3723.05, '1:02:03.0', '01:02:03.050', '1:02:03'],
])('[UI15] %d s reads %s, %s and %s: never a moment before it comes', (seconds, short, clock, round) => {
  const position = secondsToSamples(seconds);
  expect([shortTime(position), clockTime(position), roundTime(position)]).toEqual([short, clock, round]);
});

test('[UI15] lengths are rounded to what is read of them', () => {
  expect(secondsText(secondsToSamples(4.16))).toBe('4.2');
  expect(pauseText(secondsToSamples(0.8))).toBe('0.8');
  expect(pauseText(secondsToSamples(1.25))).toBe('1.25');
  expect(pauseText(samples(480))).toBe('0.01');
});

test('[UI16] labels stand at least 72 pixels apart, at round times, and cover the window', () => {
  fc.assert(
    fc.property(
      fc.nat(secondsToSamples(36_000)),
      fc.double({ min: 64, max: 1e6, noNaN: true }),
      (start, samplesPerPixel) => {
        const end = start + 1000 * samplesPerPixel;
        const labelled = rulerTicks(start, end, samplesPerPixel).filter(({ label }) => label !== null);
        expect(new Set(labelled.map(({ label }) => label)).size).toBe(labelled.length);
        for (const [index, { sample }] of labelled.entries()) {
          const next = labelled[index + 1];
          // An hour is the longest step.
          const isLongest = next && next.sample - sample >= secondsToSamples(3600);
          if (next && !isLongest) expect((next.sample - sample) / samplesPerPixel).toBeGreaterThanOrEqual(72);
        }
        expect(rulerTicks(start, end, samplesPerPixel).length).toBeLessThan(1000 / 6);
      },
    ),
  );
});

test('[UI16] a window of ten seconds is labelled by the second', () => {
  const ticks = rulerTicks(0, secondsToSamples(10), 480);
  expect(ticks.filter(({ label }) => label !== null).map(({ label }) => label)).toEqual(
    Array.from({ length: 10 }, (_, second) => `0:0${second}`),
  );
});

test.each([0.1, 1, 3, 26, 100])(
  '[TLM31] labels of the ruler keep their distance, however long the episode: %d hours',
  (hours) => {
    const end = secondsToSamples(hours * 3600);
    const samplesPerPixel = end / 760;
    const labelled = rulerTicks(0, end, samplesPerPixel).filter(({ label }) => label !== null);
    const places = labelled.map(({ sample }) => sample / samplesPerPixel);
    for (const [index, place] of places.entries()) {
      if (index > 0) expect(place - places[index - 1]!).toBeGreaterThanOrEqual(60);
    }
    expect(labelled.length).toBeGreaterThan(2);
  },
);
