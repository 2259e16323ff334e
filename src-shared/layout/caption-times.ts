/** When each character of a line is spoken: from the service's own timing where there is some, else by its share. */

import type { SpokenBlock } from '../document/records.ts';
import { separatorBetween } from '../document/text-separator.ts';
import type { MediaIndex, Take } from '../media.ts';
import { alignCues } from './align-cues.ts';
import { harmlessLine } from './caption-file-text.ts';
import { type LaidSpeech, laySpeech, type SpeechPiece } from './speech-pieces.ts';
import { readableText, secondsToSay } from './spoken-text.ts';

/** A stretch of the caption text and the stretches of sound that speak it, in samples from the start of the block. */
interface TimedRun {
  readonly start: number;
  readonly end: number;
  readonly sounds: readonly { readonly from: number; readonly durationSamples: number }[];
  /** Rising pairs of text offset and sample of the run's sounds put end to end. */
  readonly points: readonly (readonly [offset: number, sample: number])[];
}

export interface TimedText {
  readonly text: string;
  /** Samples from the start of the block at which the character at `offset` begins. */
  startOf(offset: number): number;
  /** … and at which the text before `offset` has been said. */
  endOf(offset: number): number;
}

export function timedTextOf(block: SpokenBlock, media: MediaIndex): TimedText {
  const speech = laySpeech(block, media);
  const take = block.takeId === undefined ? undefined : media.take(block.takeId);
  const groups = take ? groupsOf(speech, take) : estimatedGroups(speech);
  let text = '';
  const runs: TimedRun[] = [];
  for (const group of groups) {
    const words = harmlessLine(readableText(group.text));
    if (words === '' || group.pieces.length === 0) continue;
    text += separatorBetween(text, words);
    const start = text.length;
    text += words;
    runs.push(timeRun(text, start, group.pieces, take));
  }
  return {
    text,
    startOf: (offset) => timeAt(runs.findLast((run) => run.start <= offset) ?? runs[0], offset, 'start'),
    endOf: (offset) => timeAt(runs.find((run) => run.end >= offset) ?? runs.at(-1), offset, 'end'),
  };
}

type Stretch = Pick<SpeechPiece, 'offsetSamples' | 'durationSamples' | 'sourceStartSample' | 'segmentIndex'>;
interface Group {
  readonly text: string;
  readonly pieces: readonly Stretch[];
}

/** The runs of the text with the pieces that speak each; all in one when the take does not tell them apart, or plays them in another order. */
function groupsOf(speech: LaidSpeech, take: Take): readonly Group[] {
  const { runs } = speech.runs;
  const runOf = (piece: Stretch) => take.segments[piece.segmentIndex ?? -1]?.runIndex ?? -1;
  const spoken = new Set(take.segments.map((segment) => segment.runIndex));
  const isTold = spoken.size === runs.length && runs.every((_, index) => spoken.has(index));
  const isInOrder = speech.pieces.every(
    (piece, index) => index === 0 || runOf(piece) >= runOf(speech.pieces[index - 1]!),
  );
  if (!isTold || !isInOrder) return [{ text: runs.join(' '), pieces: speech.pieces }];
  return runs.map((text, index) => ({ text, pieces: speech.pieces.filter((piece) => runOf(piece) === index) }));
}

/** The one piece of an estimate, divided among the runs by what each has to say, with the pauses between them. */
function estimatedGroups(speech: LaidSpeech): readonly Group[] {
  const { runs, pausesSamples } = speech.runs;
  const pauses = pausesSamples.reduce((sum, pause) => sum + pause, 0);
  const weights = runs.map((run) => weightOf(readableText(run)));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let position = 0;
  return runs.map((text, index) => {
    const durationSamples = ((speech.durationSamples - pauses) * weights[index]!) / (whole || 1);
    const piece = { offsetSamples: position, durationSamples, sourceStartSample: 0, segmentIndex: null } as Stretch;
    position += durationSamples + (pausesSamples[index] ?? 0);
    return { text, pieces: [piece] };
  });
}

/** Seconds. A space is no time: a pause is one that is known from the text or the service, not a word boundary. */
function weightOf(text: string): number {
  let seconds = 0;
  for (const sign of text) if (sign !== ' ') seconds += secondsToSay(sign.codePointAt(0) ?? 0);
  return seconds;
}

function timeRun(text: string, start: number, pieces: readonly Stretch[], take: Take | undefined): TimedRun {
  const whole = pieces.reduce((sum, piece) => sum + piece.durationSamples, 0);
  const cues = take ? alignCues(text, start, pieces, take.cues) : [];
  const points: (readonly [number, number])[] = [[start, 0]];
  for (const [offset, sample] of [...cues, [text.length, whole] as const]) {
    const [lastOffset, lastSample] = points.at(-1)!;
    // Two points at one offset are a silence there: what is before has ended, what is after has not begun.
    if (offset >= lastOffset && sample >= lastSample && sample <= whole) points.push([offset, sample]);
  }
  return {
    start,
    end: text.length,
    sounds: pieces.map((piece) => ({ from: piece.offsetSamples, durationSamples: piece.durationSamples })),
    points: spreadBetween(points, text),
  };
}

/** Adds a point at every character between two known ones, each at its share of the time. */
function spreadBetween(
  points: readonly (readonly [number, number])[],
  text: string,
): readonly (readonly [number, number])[] {
  const all: (readonly [number, number])[] = [];
  points.forEach(([offset, sample], index) => {
    all.push([offset, sample]);
    const next = points[index + 1];
    if (!next) return;
    const whole = weightOf(text.slice(offset, next[0])) || 1;
    let said = 0;
    let at = offset;
    for (const sign of text.slice(offset, next[0])) {
      said += weightOf(sign);
      at += sign.length;
      if (at < next[0]) all.push([at, sample + ((next[1] - sample) * said) / whole]);
    }
  });
  return all;
}

/** `edge`: of two points at one offset, the end of what is before it or the start of what is after. */
function timeAt(run: TimedRun | undefined, offset: number, edge: 'end' | 'start'): number {
  if (!run) return 0;
  const isBefore = (point: number) => (edge === 'end' ? point < offset : point <= offset);
  let low = 0;
  let high = run.points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(run.points[middle]![0])) low = middle + 1;
    else high = middle;
  }
  const point = edge === 'end' ? Math.min(low, run.points.length - 1) : Math.max(0, low - 1);
  return sampleIn(run.sounds, run.points[point]![1], edge);
}

/** A sample of sounds put end to end, as one of the line. At a seam, the end of the one or the start of the other. */
function sampleIn(sounds: TimedRun['sounds'], sample: number, edge: 'end' | 'start'): number {
  let rest = sample;
  for (const { from, durationSamples } of sounds) {
    if (edge === 'end' ? rest <= durationSamples : rest < durationSamples) return from + rest;
    rest -= durationSamples;
  }
  const last = sounds.at(-1)!;
  return last.from + last.durationSamples;
}
