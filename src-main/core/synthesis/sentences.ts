/**
 * Where sentences end. Unicode's rules (Intl.Segmenter) cut after "Dr." and "J.", within «"Stop!" he said» and on the
 * wrong side of closing quotes; the rules here join what they should not have parted.
 */
import { tokenizeInline } from '#shared/script/inline.ts';

/** After these more of the sentence follows, never a new one. Lower case, without the last dot. */
const TITLES = new Set(
  (
    'mr mrs ms dr prof st jr rev hon gen capt lt sgt maj cmdr gov messrs mme mlle eds cf vs viz approx ' +
    'e.g i.e bzw z.b d.h u.a dipl hr fr hrn ing usw sra srta ud uds'
  ).split(' '),
);
/** These too, where a number follows; otherwise some of them are words that end sentences. */
const COUNTED = new Set('no nos nr vol fig ch sec art p pp abs bd ca núm pág'.split(' '));

interface Quotes {
  readonly closing: RegExp;
  readonly opening: RegExp;
}
const BRACKETS_CLOSE = '」』）】》〉〕)\\]';
const BRACKETS_OPEN = '「『（【《〈〔(\\[';
const USUAL_QUOTES: Quotes = {
  closing: new RegExp(`^\\s?[”’»${BRACKETS_CLOSE}]+`, 'u'),
  opening: new RegExp(`[“‘«${BRACKETS_OPEN}]+$`, 'u'),
};
/** „So“ and »so«: what opens elsewhere closes here. */
const GERMAN_QUOTES: Quotes = {
  closing: new RegExp(`^[“‘«”’${BRACKETS_CLOSE}]+`, 'u'),
  opening: new RegExp(`[„‚»${BRACKETS_OPEN}]+$`, 'u'),
};
const HAS_GERMAN_QUOTES = /^(?:de|da|cs|sk|sl|hr|bg|is|lt|et)(?:-|$)/i;
/** "am 3. Oktober" */
const HAS_DOTTED_ORDINALS = /^(?:de|da|nb|nn|no|fi|cs|sk|hu|pl|hr|sl|et|is)(?:-|$)/i;
const SPEAKABLE = /[\p{L}\p{N}]/u;

/**
 * The text cut into sentences; together they are the text, blanks included. Never within a pause or a sound tag.
 * Throws as {@link tokenizeInline} for a tag that is none.
 */
export function sentencesOf(text: string, language: string): readonly string[] {
  const tags = tokenizeInline(text).filter((token) => token.kind !== 'text');
  const sentences: string[] = [];
  const quotes = HAS_GERMAN_QUOTES.test(language) ? GERMAN_QUOTES : USUAL_QUOTES;
  let start = 0;
  for (const boundary of boundariesOf(text, language)) {
    const end = movedByQuotes(text, boundary, quotes);
    if (end <= start || tags.some((tag) => tag.start < end && end < tag.end)) continue;
    const sentence = text.slice(start, end);
    if (end < text.length && goesOn(sentence, text.slice(end), language)) continue;
    // Punctuation alone is no sentence.
    if (sentences.length > 0 && !SPEAKABLE.test(sentence)) sentences[sentences.length - 1] += sentence;
    else sentences.push(sentence);
    start = end;
  }
  return sentences;
}

function boundariesOf(text: string, language: string): readonly number[] {
  const segments = segmenterFor(language).segment(text);
  return Array.from(segments, ({ index, segment }) => index + segment.length);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterFor(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    const [known] = isLanguageTag(language) ? Intl.Segmenter.supportedLocalesOf(language) : [];
    segmenter = new Intl.Segmenter(known, { granularity: 'sentence' });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

function isLanguageTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** More marks in a row than this are no quotation. */
const MARKS_REACH = 16;

/** Closing marks belong to the sentence before them, opening ones to the one they open. */
function movedByQuotes(text: string, boundary: number, quotes: Quotes): number {
  const after = text.slice(boundary, boundary + MARKS_REACH);
  const closing = quotes.closing.exec(after)?.[0];
  if (closing !== undefined) {
    const blanks = /^\s*/u.exec(after.slice(closing.length))?.[0] ?? '';
    return boundary + closing.length + blanks.length;
  }
  if (boundary === text.length) return boundary;
  const before = text.slice(Math.max(0, boundary - MARKS_REACH), boundary);
  return boundary - (quotes.opening.exec(before)?.[0].length ?? 0);
}

/** Whether the sentence is not over although a boundary was found after it. */
function goesOn(sentence: string, rest: string, language: string): boolean {
  const next = rest.trimStart();
  // A new sentence begins with no small letter, and no comma.
  if (/^["'“‘«([]?\p{Ll}/u.test(next) || /^[,;:，；：、]/u.test(next)) return true;
  const end = sentence.trim();
  // A number of a list is no sentence.
  if (/^\d{1,3}\.$/.test(end)) return true;
  const word = /([\p{L}.]+)\.$/u.exec(end)?.[1];
  if (word !== undefined) {
    // An initial; "I" is also a word that ends sentences.
    if (/^\p{L}$/u.test(word) && word !== 'I') return true;
    if (TITLES.has(word.toLowerCase())) return true;
    if (COUNTED.has(word.toLowerCase()) && /^[\p{N}IVXLC]/u.test(next)) return true;
  }
  return HAS_DOTTED_ORDINALS.test(language) && /(?:^|\s)\d{1,2}\.$/u.test(end);
}
