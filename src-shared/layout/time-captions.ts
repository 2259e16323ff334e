import { msToSamples, type Samples, samples, samplesToMs, secondsToSamples } from '../units.ts';
import {
  COMFORTABLE_CPS,
  LEAST_GAP_SAMPLES,
  LONGEST_SAMPLES,
  MOST_HANG_SAMPLES,
  MOST_LAG_SAMPLES,
  NARROW_WIDTH,
  SHORTEST_SAMPLES,
} from './caption-limits.ts';

/** When the words of a caption are spoken, and how much there is to read. */
export interface SpokenSpan {
  readonly startSample: number;
  readonly endSample: number;
  readonly width: number;
}

export interface ShownSpan {
  readonly startSample: Samples;
  readonly endSample: Samples;
}

/** Times are whole milliseconds, which is what caption files can say. */
const ONE_MS = msToSamples(1);
/** Where many voices pile up, or the audio ends. */
const LEAST_SHOWN_SAMPLES = msToSamples(500);
const floorMs = (value: number): number => Math.floor(value / ONE_MS) * ONE_MS;

/**
 * When to show captions whose words are spoken then and then, in order of their starts. One after another, never two at
 * once (players differ in what they do then), never past the end of the audio. Null for what there is no room to show.
 *
 * A caption appears with its first word and stays at least a second and long enough to be read, as far as the next
 * lets it. Where two voices overlap, the second's caption waits a little for the first to be read.
 */
export function timeCaptions(spans: readonly SpokenSpan[], durationSamples: number): readonly (ShownSpan | null)[] {
  const shown: { start: number; end: number }[] = [];
  spans.forEach((span, index) => {
    const last = shown[index - 1];
    const start = Math.max(floorMs(span.startSample), last?.end ?? 0);
    const next = spans[index + 1];
    shown.push({
      start,
      end: endOf(span, start, next === undefined ? durationSamples : next.startSample, next === undefined),
    });
  });

  // What was pushed against the end of the audio is pushed back, the last first.
  let limit = floorMs(durationSamples);
  for (const span of shown.toReversed()) {
    span.end = Math.min(span.end, limit);
    span.start = Math.max(0, Math.min(span.start, span.end - LEAST_SHOWN_SAMPLES));
    limit = span.start;
  }
  return shown.map(({ start, end }) =>
    end - start < ONE_MS ? null : { startSample: samples(start), endSample: samples(end) },
  );
}

/** `limit` is where the next caption's words begin, or the end of the audio. */
function endOf(span: SpokenSpan, start: number, limit: number, isLast: boolean): number {
  const toRead = secondsToSamples(span.width / NARROW_WIDTH / COMFORTABLE_CPS);
  const spoken = span.endSample - span.startSample;
  const wanted = Math.max(span.endSample, start + SHORTEST_SAMPLES, start + toRead);
  const longest = Math.min(start + LONGEST_SAMPLES, Math.max(span.endSample, start) + MOST_HANG_SAMPLES);
  const end = floorMs(Math.min(wanted, longest));
  if (isLast) return Math.min(end, floorMs(limit));

  const beforeGap = floorMs(limit - LEAST_GAP_SAMPLES);
  if (end <= beforeGap) return end;
  // Where the next voice comes in before this one has finished, the next caption waits, but not for long.
  const isOverlapped = span.endSample > limit;
  const needed = isOverlapped ? Math.max(SHORTEST_SAMPLES, Math.min(spoken, toRead)) : SHORTEST_SAMPLES;
  const enough = Math.min(start + needed, limit + MOST_LAG_SAMPLES);
  if (enough <= beforeGap) return beforeGap;
  return floorMs(Math.max(Math.min(end, limit), enough, start + LEAST_SHOWN_SAMPLES));
}

export function readingSpeedCps(width: number, span: ShownSpan): number {
  return (width / NARROW_WIDTH / samplesToMs(samples(span.endSample - span.startSample))) * 1000;
}
