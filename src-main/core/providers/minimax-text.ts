/** The text of a MiniMax request: pauses where it takes them, sounds it knows, and what it will bill. */
import { AppError } from '#shared/errors.ts';
import { isPauseTagLength, isSpeakable, printPause, spokenRunsOf, tokenizeInline } from '#shared/script/inline.ts';
import { SOUND_TAGS as KNOWN_SOUND_TAGS } from '#shared/script/sound-tags.ts';
import type { Samples } from '#shared/units.ts';
import type { Fail, ProviderError } from './provider-error.ts';

/** Fewer than 10,000; the unit is not documented, and UTF-16 units never count less than characters do. */
export const MINIMAX_MAX_TEXT_LENGTH = 9_999;

/** Code 1042: ASCII control characters other than tab and newline, above a tenth of the text. */
const MAX_CONTROL_SHARE = 0.1;

/** Sounds of the synchronous service: these three are listed for its other endpoints only. */
export const MINIMAX_UNCONFIRMED_SOUND_TAGS: readonly string[] = ['whistles', 'crying', 'applause'];
export const MINIMAX_SOUND_TAGS: readonly string[] = KNOWN_SOUND_TAGS.filter(
  (tag) => !MINIMAX_UNCONFIRMED_SOUND_TAGS.includes(tag),
);
const SOUND_TAGS: ReadonlySet<string> = new Set(MINIMAX_SOUND_TAGS);

export interface MinimaxText {
  /** As it is sent. */
  readonly text: string;
  /** Pauses the service takes only between two words; the caller lays them out as silence. */
  readonly leadingPauseSamples: Samples;
  readonly trailingPauseSamples: Samples;
  readonly warnings: readonly string[];
}

/**
 * Checks and normalises a text. One that follows the service's rules is sent as it is, letter for letter; else
 * neighbouring pauses are added up, and those at the ends taken off.
 * Throws ProviderError `validation`.
 */
export function minimaxText(
  source: string,
  options: { readonly hasSounds: boolean; readonly maxLength: number; readonly fail: Fail },
): MinimaxText {
  const invalid = (message: string): ProviderError => options.fail({ kind: 'validation', phase: 'validate', message });
  const { leadingPauseSamples, runs, pausesSamples, trailingPauseSamples } = orInvalid(
    () => spokenRunsOf(source),
    invalid,
  );
  const tokens = tokenizeInline(source);
  const pauseCount = tokens.filter((token) => token.kind === 'pause').length;

  if (!runs.some(isSpeakable)) throw invalid('there is nothing to say: the text has no letter and no digit.');
  const markup = /<\/?(?:speak|break|prosody|phoneme|say-as|emphasis|voice|sub)\b[^>]*>/i.exec(source)?.[0];
  if (markup !== undefined) {
    throw invalid(`${markup} would be read aloud: SSML is not understood. Write a pause as <#0.5#>.`);
  }
  const controls = source.match(/(?![\t\n\u0080-\u009f])\p{Cc}/gu)?.length ?? 0;
  if (controls > source.length * MAX_CONTROL_SHARE) {
    throw invalid(`${controls} of ${source.length} characters are control characters; more than a tenth is refused.`);
  }
  const warnings: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'sound') continue;
    if (!options.hasSounds)
      throw invalid(`(${token.name}) would be read aloud: only the speech-2.8 models know sounds.`);
    if (!SOUND_TAGS.has(token.name)) warnings.push(`sound_unconfirmed: (${token.name})`);
  }

  const isWellPlaced = pauseCount === pausesSamples.length && leadingPauseSamples === 0 && trailingPauseSamples === 0;
  const text = isWellPlaced ? withPlainSounds(source) : join(runs, pausesSamples, invalid);
  if (text.length > options.maxLength) {
    throw invalid(`the text has ${text.length} characters; one request takes ${options.maxLength}. Split it.`);
  }
  return { text, leadingPauseSamples, trailingPauseSamples, warnings };
}

function orInvalid<Result>(read: () => Result, invalid: (message: string) => ProviderError): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const offset = error.details.offset;
    throw invalid(typeof offset === 'number' ? `at character ${offset + 1}: ${error.message}` : error.message);
  }
}

/** Full-width or spaced brackets of a sound become what the service looks for. */
function withPlainSounds(source: string): string {
  return tokenizeInline(source)
    .map((token) => (token.kind === 'sound' ? `(${token.name})` : source.slice(token.start, token.end)))
    .join('');
}

function join(
  runs: readonly string[],
  pauses: readonly Samples[],
  invalid: (message: string) => ProviderError,
): string {
  return runs
    .map((run, index) => {
      const pause = pauses[index - 1];
      if (pause === undefined) return run;
      if (!isPauseTagLength(pause))
        throw invalid('neighbouring pauses add up to more than 99.99 s. Use a pause of its own between two lines.');
      return `${printPause(pause)}${run}`;
    })
    .join('');
}

/**
 * Characters MiniMax bills: a Chinese character counts as two, everything else that is sent as one.
 * Source: the price page of its Chinese platform. Nothing is left out, tags included, so an estimate is never too low.
 */
export function minimaxBilledCharacters(text: string): number {
  let count = 0;
  for (const character of text) count += /\p{Script=Han}/u.test(character) ? 2 : 1;
  return count;
}
