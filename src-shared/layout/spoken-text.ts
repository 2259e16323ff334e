import type { SpokenBlock } from '../document/records.ts';
import { AppError } from '../errors.ts';
import { isSpeakable, type SpokenRuns, spokenRunsOf, tokenizeInline } from '../script/inline.ts';
import { type Samples, samples, secondsToSamples, ZERO_SAMPLES } from '../units.ts';
import { isSyllabic } from './text-class.ts';

/** Only these signs can begin a pause or a sound; a text without them is one run. */
const CAN_BEGIN_TAG = /[<＜(（]/;

/**
 * The runs of a text. A tag that is being typed or mistyped must not take the timeline away: such a text counts as
 * one run as it stands. (Synthesis refuses it, with the position.)
 */
export function runsOf(text: string): SpokenRuns {
  if (CAN_BEGIN_TAG.test(text)) {
    try {
      return spokenRunsOf(text);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'invalid-input')) throw error;
    }
  }
  return {
    leadingPauseSamples: ZERO_SAMPLES,
    runs: isSpeakable(text) ? [text] : [],
    pausesSamples: [],
    trailingPauseSamples: ZERO_SAMPLES,
  };
}

/** The words of a text as a reader sees them: no pauses, no sounds, single spaces, on one line. */
export function readableText(text: string): string {
  return wordsOf(text).replace(/\s+/gu, ' ').trim();
}

function wordsOf(text: string): string {
  if (!CAN_BEGIN_TAG.test(text)) return text;
  try {
    return tokenizeInline(text)
      .map((token) => (token.kind === 'text' ? token.text : ' '))
      .join('');
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid-input') return text;
    throw error;
  }
}

/** Reading speeds: English narration of 150 words a minute is about 14 characters a second, spaces counted. */
const CHARACTERS_PER_SECOND = 14;
const SYLLABLE_SIGNS_PER_SECOND = 4.5;

/** Seconds it takes to say one code point. */
export function secondsToSay(codePoint: number): number {
  return 1 / (isSyllabic(codePoint) ? SYLLABLE_SIGNS_PER_SECOND : CHARACTERS_PER_SECOND);
}

const LEAST_ESTIMATE_SECONDS = 0.5;

/** How long a text will about take to say, inner pauses included; zero for one with nothing to say. */
export function estimateSpeech(runs: SpokenRuns): Samples {
  if (runs.runs.length === 0) return ZERO_SAMPLES;
  let syllableSigns = 0;
  let others = 0;
  for (const run of runs.runs) {
    const words = CAN_BEGIN_TAG.test(run) ? readableText(run) : run;
    for (let index = 0; index < words.length; index += 1) {
      const codePoint = words.codePointAt(index) ?? 0;
      if (isSyllabic(codePoint)) syllableSigns += 1;
      else others += 1;
      if (codePoint > 0xffff) index += 1;
    }
  }
  const seconds = others / CHARACTERS_PER_SECOND + syllableSigns / SYLLABLE_SIGNS_PER_SECOND;
  const pauses = runs.pausesSamples.reduce((sum, pause) => sum + pause, 0);
  return samples(secondsToSamples(Math.max(LEAST_ESTIMATE_SECONDS, seconds)) + pauses);
}

/** What a block's text says about time. */
export interface SpeechText {
  readonly runs: SpokenRuns;
  readonly estimateSamples: Samples;
}

/** By record, which never changes: an edit of one line reads the text of one line, not of ten thousand. */
const speechTexts = new WeakMap<SpokenBlock, SpeechText>();

export function speechTextOf(block: SpokenBlock): SpeechText {
  let text = speechTexts.get(block);
  if (!text) {
    const runs = runsOf(block.text);
    text = { runs, estimateSamples: estimateSpeech(runs) };
    speechTexts.set(block, text);
  }
  return text;
}
