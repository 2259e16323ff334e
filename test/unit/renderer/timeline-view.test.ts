import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secondsToSamples } from '#shared/units.ts';
import {
  clampView,
  edgePx,
  fitView,
  reveal,
  sampleAtPx,
  scrollBy,
  shownSamples,
  type TimelineBounds,
  type TimelineView,
  windowPx,
  zoomAbout,
} from '../../../src-renderer/timeline/timeline-view.ts';

const bounds = fc.record({
  durationSamples: fc.integer({ min: 0, max: secondsToSamples(36_000) }),
  widthPx: fc.integer({ min: 1, max: 4000 }),
});
const anyView: fc.Arbitrary<[TimelineView, TimelineBounds]> = fc
  .tuple(bounds, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1, max: 1e6, noNaN: true }))
  .map(([limits, at, samplesPerPixel]) => [
    clampView({ startSample: Math.round(at * limits.durationSamples), samplesPerPixel }, limits),
    limits,
  ]);

test('[UI10] edges are floored: what meets in time meets on screen at any zoom', () => {
  expect(edgePx(999, 100)).toBe(9);
  expect(edgePx(1000, 100)).toBe(10);
  expect(edgePx(-1, 100)).toBe(-1);
  fc.assert(
    fc.property(anyView, fc.nat(1e9), ([view], sample) => {
      expect(windowPx(sample, view)).toBe(
        edgePx(sample, view.samplesPerPixel) - edgePx(view.startSample, view.samplesPerPixel),
      );
    }),
  );
});

test('[UI10] the sample under a pixel is drawn within a pixel of it', () => {
  fc.assert(
    fc.property(anyView, fc.nat(4000), ([view], px) => {
      expect(Math.abs(windowPx(sampleAtPx(px, view), view) - px)).toBeLessThanOrEqual(1);
    }),
  );
});

test('[UI11] zooming keeps what is under the pointer', () => {
  // In the middle of ten hours, where no edge of the episode is in the way.
  const limits = { durationSamples: secondsToSamples(36_000), widthPx: 1000 };
  const startSample = secondsToSamples(18_000);
  const scale = fc.double({ min: 200, max: 5000, noNaN: true });
  fc.assert(
    fc.property(scale, fc.double({ min: 0.4, max: 3, noNaN: true }), fc.nat(1000), (samplesPerPixel, factor, atPx) => {
      const view = { startSample, samplesPerPixel };
      const zoomed = zoomAbout(view, factor, atPx, limits);
      expect(zoomed.samplesPerPixel).toBeCloseTo(samplesPerPixel * factor, 6);
      expect(Math.abs(sampleAtPx(atPx, zoomed) - sampleAtPx(atPx, view))).toBeLessThanOrEqual(2);
    }),
  );
});

test('[UI12] the window never leaves the episode, whatever is scrolled and zoomed', () => {
  const step = fc.oneof(
    fc.record({ scroll: fc.integer({ min: -1e6, max: 1e6 }) }),
    fc.record({ factor: fc.double({ min: 0.01, max: 100, noNaN: true }), atPx: fc.nat(4000) }),
    fc.record({ reveal: fc.nat(1e9) }),
  );
  fc.assert(
    fc.property(anyView, fc.array(step, { maxLength: 12 }), ([start, limits], steps) => {
      let view = start;
      for (const one of steps) {
        if ('scroll' in one) view = scrollBy(view, one.scroll, limits);
        else if ('factor' in one) view = zoomAbout(view, one.factor, Math.min(one.atPx, limits.widthPx), limits);
        else view = reveal(view, Math.min(one.reveal, limits.durationSamples), limits);
        expect(Number.isInteger(view.startSample)).toBe(true);
        expect(view.startSample).toBeGreaterThanOrEqual(0);
        expect(view.startSample + limits.widthPx * view.samplesPerPixel).toBeLessThanOrEqual(
          Math.max(shownSamples(limits), limits.widthPx * 64) + 1,
        );
      }
    }),
  );
});

test('[UI13] fitting shows all of it', () => {
  const limits = { durationSamples: secondsToSamples(200), widthPx: 1000 };
  const view = fitView(limits);
  expect(windowPx(0, view)).toBe(0);
  expect(windowPx(limits.durationSamples, view)).toBeLessThan(1000);
  expect(windowPx(limits.durationSamples, view)).toBeGreaterThan(900);
});

test('[UI14] revealing turns the page only when the place is out of sight', () => {
  const limits = { durationSamples: secondsToSamples(200), widthPx: 1000 };
  const view = { startSample: secondsToSamples(10), samplesPerPixel: 480 };
  expect(reveal(view, secondsToSamples(12), limits)).toBe(view);
  expect(windowPx(secondsToSamples(50), reveal(view, secondsToSamples(50), limits))).toBe(100);
  expect(windowPx(secondsToSamples(2), reveal(view, secondsToSamples(2), limits))).toBe(100);
});
