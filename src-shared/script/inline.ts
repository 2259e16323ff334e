/**
 * What may stand inside the text of a line: words, pauses `<#0.8#>` and sounds `(laughs)`.
 * Offsets are UTF-16 units into the text.
 */
import { AppError } from '../errors.ts';
import { addSamples, type Samples, samplesToMs, samplesToSeconds, secondsToSamples, ZERO_SAMPLES } from '../units.ts';
import { SOUND_TAGS } from './sound-tags.ts';

export type InlineToken =
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'pause'; readonly durationSamples: Samples; readonly start: number; readonly end: number }
  /** `name` is the plain name, `laughs` for `（Laughs）`. */
  | { readonly kind: 'sound'; readonly name: string; readonly start: number; readonly end: number };

/** The shortest and longest pause a tag can say; both have two decimals at most, as the services want them. */
const MIN_PAUSE_SECONDS = 0.01;
const MAX_PAUSE_SECONDS = 99.99;

/** A well-formed tag; the range is checked apart. */
const PAUSE = /<#(\d{1,2}(?:\.\d{1,2})?)#>/y;

/**
 * Everything a person may have meant as a pause: `<#…#>` with anything between, and a number with one of the two
 * marks missing. Full-width signs are in it because Chinese and Japanese input methods produce them.
 */
const PAUSE_LIKE =
  /[<＜]\s*[#＃][^<>＜＞\n]{0,80}?[#＃]\s*[>＞]|[<＜]\s*(?:[#＃]\s*[\d０-９][\d０-９.,．，]*\s*(?:m?s)?\s*[>＞]|[\d０-９][\d０-９.,．，]*\s*(?:m?s)?\s*[#＃]\s*[>＞])/g;

const SOUND = new RegExp(`[(（]\\s*(${SOUND_TAGS.join('|')})\\s*[)）]`, 'giu');

const SPEAKABLE = /[\p{L}\p{N}]/u;

/** True where a voice has something to say: one letter or digit is enough. */
export function isSpeakable(text: string): boolean {
  return SPEAKABLE.test(text);
}

/** The pause a well-formed tag at `start` asks for, with its end; null where there is no valid tag. */
export function pauseAt(text: string, start: number): { durationSamples: Samples; end: number } | null {
  PAUSE.lastIndex = start;
  const match = PAUSE.exec(text);
  if (!match?.[1]) return null;
  const seconds = Number(match[1]);
  if (seconds < MIN_PAUSE_SECONDS || seconds > MAX_PAUSE_SECONDS) return null;
  return { durationSamples: secondsToSamples(seconds), end: start + match[0].length };
}

/**
 * Cuts a text into words, pauses and sounds; together the tokens cover every unit of it.
 * Throws AppError `invalid-input` with details `{offset, tag}` for anything that looks like `<#…#>` and is not valid,
 * because a voice would read it aloud.
 */
export function tokenizeInline(text: string): readonly InlineToken[] {
  const marks: InlineToken[] = [];
  for (const match of text.matchAll(PAUSE_LIKE)) {
    const start = match.index;
    const pause = pauseAt(text, start);
    if (!pause || pause.end !== start + match[0].length) throw invalidPause(match[0], start);
    marks.push({ kind: 'pause', durationSamples: pause.durationSamples, start, end: pause.end });
  }
  for (const match of text.matchAll(SOUND)) {
    const name = (match[1] ?? '').toLowerCase();
    marks.push({ kind: 'sound', name, start: match.index, end: match.index + match[0].length });
  }
  marks.sort((a, b) => a.start - b.start);
  const tokens: InlineToken[] = [];
  let position = 0;
  for (const mark of marks) {
    if (mark.start > position) tokens.push(textToken(text, position, mark.start));
    tokens.push(mark);
    position = mark.end;
  }
  if (position < text.length) tokens.push(textToken(text, position, text.length));
  return tokens;
}

function textToken(text: string, start: number, end: number): InlineToken {
  return { kind: 'text', text: text.slice(start, end), start, end };
}

function invalidPause(tag: string, offset: number): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `${tag} is not a pause. Write <#0.8#>: seconds from 0.01 to 99.99 with at most two decimals, no spaces.`,
    details: { offset, tag },
  });
}

/** A text cut at its pauses into what is spoken in one breath. */
export interface SpokenRuns {
  readonly leadingPauseSamples: Samples;
  /** Trimmed; each has a letter or a digit, or is the only one and has a sound. Sounds are written `(name)`. */
  readonly runs: readonly string[];
  /** Between the runs; one fewer than there are runs. */
  readonly pausesSamples: readonly Samples[];
  readonly trailingPauseSamples: Samples;
}

/**
 * The runs of a text and the pauses around and between them. Tags with nothing speakable between them add up, and what
 * stands there (punctuation, a sound) joins the run before it, or the first run where there is none before it.
 * A text with nothing to say has no runs and all its pauses lead. Throws as {@link tokenizeInline}.
 */
export function spokenRunsOf(text: string): SpokenRuns {
  const runs: string[] = [];
  const pauses: Samples[] = [];
  let leading = ZERO_SAMPLES;
  let pending = ZERO_SAMPLES;
  /** Of the stretch since the last pause. */
  let piece = '';
  /** Unspeakable stretches before the first run. */
  let prefix = '';

  const closePiece = () => {
    if (isSpeakable(withoutSounds(piece))) {
      if (runs.length === 0) leading = pending;
      else pauses.push(pending);
      pending = ZERO_SAMPLES;
      runs.push(prefix + piece);
      prefix = '';
    } else if (runs.length > 0) runs[runs.length - 1] += piece;
    else prefix += piece;
    piece = '';
  };

  for (const token of tokenizeInline(text)) {
    if (token.kind === 'text') piece += token.text;
    else if (token.kind === 'sound') piece += `(${token.name})`;
    else {
      closePiece();
      pending = addSamples(pending, token.durationSamples);
    }
  }
  closePiece();
  if (runs.length === 0) {
    const rest = tidy(prefix);
    const hasSound = withoutSounds(rest) !== rest;
    return {
      leadingPauseSamples: pending,
      runs: hasSound ? [rest] : [],
      pausesSamples: [],
      trailingPauseSamples: ZERO_SAMPLES,
    };
  }
  return {
    leadingPauseSamples: leading,
    runs: runs.map(tidy),
    pausesSamples: pauses,
    trailingPauseSamples: pending,
  };
}

function withoutSounds(text: string): string {
  return text.replace(SOUND, '');
}

/** Where a tag stood between two blanks there are two left. */
function tidy(run: string): string {
  return run.trim().replace(/ {2,}/g, ' ');
}

/** Whether a length can be said by a tag without losing a sample. */
export function isPauseTagLength(durationSamples: Samples): boolean {
  const seconds = samplesToSeconds(durationSamples);
  return (
    Number.isInteger(samplesToMs(durationSamples) / 10) && seconds >= MIN_PAUSE_SECONDS && seconds <= MAX_PAUSE_SECONDS
  );
}

/** `<#0.80#>`. Throws RangeError for a length that no tag can say; ask {@link isPauseTagLength} first. */
export function printPause(durationSamples: Samples): string {
  if (!isPauseTagLength(durationSamples)) {
    throw new RangeError(`A pause of ${durationSamples} samples cannot be written as a tag`);
  }
  return `<#${samplesToSeconds(durationSamples).toFixed(2)}#>`;
}
