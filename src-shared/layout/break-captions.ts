import {
  HARD_PAUSE_SAMPLES,
  LINE_WIDTH,
  LONGEST_SAMPLES,
  NARROW_WIDTH,
  SHORTEST_SAMPLES,
  SOFT_PAUSE_SAMPLES,
} from './caption-limits.ts';
import type { CaptionWord } from './caption-words.ts';

export interface TimedWord extends CaptionWord {
  readonly startSample: number;
  readonly endSample: number;
}

export interface CaptionText {
  readonly startSample: number;
  readonly endSample: number;
  readonly lines: readonly string[];
  /** Of the lines, with a space for every line end. */
  readonly width: number;
}

/** Costs are on the scale of BREAK_COST. */
const COST_OF_A_CAPTION = 6;
const COST_OF_A_SECOND_TOO_SHORT = 24;
const GAIN_OF_A_PAUSE = 20;
/** A line break is seen less than a change of caption. */
const LINE_BREAK_SHARE = 0.4;
/** For lines of very different lengths, at the most. */
const COST_OF_IMBALANCE = 4;

/**
 * Cuts the words of a line into captions and those into lines, at the least cost in all: sentences and clauses stay
 * whole where they fit, pauses end captions, small words are not left hanging.
 * `leadWidth` is kept free on the first line of the first caption, and of every one if `isLeadOnAll`, for the name of the speaker.
 */
export function breakCaptions(
  words: readonly TimedWord[],
  leadWidth: number,
  isLeadOnAll: boolean,
): readonly CaptionText[] {
  /** Cheapest way to caption the first n words, and the first word of its last caption. */
  const costs: number[] = [0];
  const starts: number[] = [0];
  for (let end = 1; end <= words.length; end += 1) {
    costs[end] = Number.POSITIVE_INFINITY;
    for (let start = end - 1; start >= 0; start -= 1) {
      const lead = start === 0 || isLeadOnAll ? leadWidth : 0;
      const isAlone = start === end - 1;
      if (!isAlone && !canStandTogether(words, start, end, lead)) break;
      const layout = breakLines(words, start, end, lead);
      if (!layout && !isAlone) continue;
      const cost = costs[start]! + captionCost(words, start, end) + (layout?.cost ?? 0);
      if (cost < costs[end]!) {
        costs[end] = cost;
        starts[end] = start;
      }
    }
  }
  const captions: CaptionText[] = [];
  for (let end = words.length; end > 0; end = starts[end]!) {
    const start = starts[end]!;
    const lead = start === 0 || isLeadOnAll ? leadWidth : 0;
    captions.unshift(captionOf(words, start, end, breakLines(words, start, end, lead)?.lineBreak ?? null));
  }
  return captions;
}

/** False when no longer caption ending here can be right either. */
function canStandTogether(words: readonly TimedWord[], start: number, end: number, lead: number): boolean {
  if (words[start + 1]!.startSample - words[start]!.endSample >= HARD_PAUSE_SAMPLES) return false;
  if (words[end - 1]!.endSample - words[start]!.startSample > LONGEST_SAMPLES) return false;
  return widthBetween(words, start, end) + lead <= 2 * LINE_WIDTH + NARROW_WIDTH;
}

function captionCost(words: readonly TimedWord[], start: number, end: number): number {
  const last = words[end - 1]!;
  const next = words[end];
  const missing = Math.max(0, SHORTEST_SAMPLES - (last.endSample - words[start]!.startSample)) / SHORTEST_SAMPLES;
  const pause = next ? next.startSample - last.endSample : 0;
  return (
    COST_OF_A_CAPTION +
    (next ? last.breakCost : 0) +
    missing * COST_OF_A_SECOND_TOO_SHORT -
    (pause >= SOFT_PAUSE_SAMPLES ? GAIN_OF_A_PAUSE : 0)
  );
}

/** The word after which the second line begins (null: one line is enough) and its cost; undefined when two lines do not hold it. */
function breakLines(
  words: readonly TimedWord[],
  start: number,
  end: number,
  lead: number,
): { readonly lineBreak: number | null; readonly cost: number } | undefined {
  if (lead + widthBetween(words, start, end) <= LINE_WIDTH) return { lineBreak: null, cost: 0 };
  let best: { lineBreak: number; cost: number } | undefined;
  for (let lineBreak = start + 1; lineBreak < end; lineBreak += 1) {
    const upper = lead + widthBetween(words, start, lineBreak);
    if (upper > LINE_WIDTH) break;
    const lower = widthBetween(words, lineBreak, end);
    if (lower > LINE_WIDTH) continue;
    const imbalance = (Math.abs(upper - lower) / LINE_WIDTH) * COST_OF_IMBALANCE;
    const cost = words[lineBreak - 1]!.breakCost * LINE_BREAK_SHARE + imbalance;
    if (!best || cost < best.cost) best = { lineBreak, cost };
  }
  return best;
}

function widthBetween(words: readonly TimedWord[], start: number, end: number): number {
  let width = 0;
  for (let index = start; index < end; index += 1) {
    const word = words[index]!;
    width += word.width + (word.hasSpaceAfter && index < end - 1 ? NARROW_WIDTH : 0);
  }
  return width;
}

function captionOf(words: readonly TimedWord[], start: number, end: number, lineBreak: number | null): CaptionText {
  const ranges =
    lineBreak === null
      ? [[start, end]]
      : [
          [start, lineBreak],
          [lineBreak, end],
        ];
  return {
    startSample: words[start]!.startSample,
    endSample: words[end - 1]!.endSample,
    lines: ranges.map(([from, to]) => textBetween(words, from!, to!)),
    width: widthBetween(words, start, end),
  };
}

function textBetween(words: readonly TimedWord[], start: number, end: number): string {
  return words
    .slice(start, end)
    .map((word, index) => word.text + (word.hasSpaceAfter && start + index < end - 1 ? ' ' : ''))
    .join('');
}
