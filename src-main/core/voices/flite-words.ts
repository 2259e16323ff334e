/**
 * When each word is said. Flite prints the sounds of a text with their times, but not which word they belong to.
 * So each word is also read alone, and the two rows of sounds are aligned: the cheapest way of turning one into the
 * other says which sounds of the text are which word's (Needleman and Wunsch's algorithm).
 */
import { cleanForFlite } from './flite-text.ts';

export interface WordCue {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

export interface SpokenWord {
  /** As in the text, punctuation included. */
  readonly text: string;
  /** For flite; never empty. */
  readonly spoken: string;
}

/** The words of a text. What has no sound of its own (a dash, an emoji) belongs to the word before it. */
export function wordsOf(text: string): readonly SpokenWord[] {
  const words: SpokenWord[] = [];
  let leading = '';
  for (const piece of text.trim().split(/\s+/u)) {
    // Punctuation inside would make flite print two lines for one word.
    const spoken = cleanForFlite(piece).replace(/[.,:;!?]+(?= )/g, '');
    const last = words.at(-1);
    if (spoken !== '') words.push({ text: leading === '' ? piece : `${leading} ${piece}`, spoken });
    else if (last) words[words.length - 1] = { ...last, text: `${last.text} ${piece}` };
    if (words.length === 0) leading = leading === '' ? piece : `${leading} ${piece}`;
    else leading = '';
  }
  return words;
}

interface Phone {
  readonly name: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface SoundedWord {
  readonly text: string;
  /** What `-ps` prints for the word alone: `pau hh ax l ow pau`. */
  readonly sounds: string;
}

/**
 * `printed`: what `-psdur` prints for the text, a line for each sentence, `name:end` with the end in seconds from the
 * sentence's start. Every word is in the cues, in order; none when nothing was said.
 */
export function wordCues(words: readonly SoundedWord[], printed: string, durationMs: number): readonly WordCue[] {
  const phones = timedPhones(printed, durationMs / 1000);
  const expected = words.flatMap(({ sounds }, word) =>
    namesIn(sounds)
      .filter((name) => name !== 'pau')
      .map((name) => ({ name, word })),
  );
  const wordOfPhone = align(
    phones.map((phone) => phone.name),
    expected,
  );
  const cues: WordCue[] = [];
  let unheard = '';
  for (const [word, { text }] of words.entries()) {
    const own = phones.filter((_, index) => wordOfPhone[index] === word);
    const [first, last] = [own[0], own.at(-1)];
    if (first && last) {
      cues.push({ startMs: first.startSeconds * 1000, endMs: last.endSeconds * 1000, text: unheard + text });
      unheard = '';
    } else unheard += `${text} `;
  }
  const last = cues.at(-1);
  if (unheard !== '' && last) cues[cues.length - 1] = { ...last, text: `${last.text} ${unheard.trimEnd()}` };
  return cues;
}

export function linesOf(printed: string): readonly string[] {
  return printed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function namesIn(line: string): readonly string[] {
  return line.split(/\s+/).filter((name) => name !== '');
}

/** The sounds without the silences. The printed times are rounded, so they are stretched to the audio's real length. */
function timedPhones(printed: string, durationSeconds: number): readonly Phone[] {
  const phones: Phone[] = [];
  let sentenceStart = 0;
  for (const line of linesOf(printed)) {
    let end = sentenceStart;
    for (const item of namesIn(line)) {
      const [name = '', time] = item.split(':');
      const start = end;
      end = sentenceStart + Number(time);
      if (name !== 'pau') phones.push({ name, startSeconds: start, endSeconds: end });
    }
    sentenceStart = end;
  }
  const stretch = sentenceStart > 0 ? durationSeconds / sentenceStart : 1;
  return phones.map(({ name, startSeconds, endSeconds }) => ({
    name,
    startSeconds: startSeconds * stretch,
    endSeconds: endSeconds * stretch,
  }));
}

const VOWELS = new Set([
  'aa',
  'ae',
  'ah',
  'ao',
  'aw',
  'ax',
  'ay',
  'eh',
  'er',
  'ey',
  'ih',
  'iy',
  'ow',
  'oy',
  'uh',
  'uw',
]);
const GAP = 2;

/** A vowel stands for another vowel more easily (words are weakened in a sentence) than for a consonant. */
function difference(a: string, b: string): number {
  if (a === b) return 0;
  return VOWELS.has(a) === VOWELS.has(b) ? 1 : 3;
}

const MATCH = 0;
const SKIP_HEARD = 1;
const SKIP_EXPECTED = 2;

/** For each heard sound the word of the expected sound it stands for; an extra sound belongs to the word before it. */
function align(heard: readonly string[], expected: readonly { name: string; word: number }[]): readonly number[] {
  const width = expected.length + 1;
  const steps = new Uint8Array((heard.length + 1) * width).fill(SKIP_EXPECTED, 0, width);
  let above = Uint32Array.from({ length: width }, (_, column) => column * GAP);
  for (const [row, name] of heard.entries()) {
    const costs = new Uint32Array(width);
    costs[0] = (row + 1) * GAP;
    steps[(row + 1) * width] = SKIP_HEARD;
    for (let column = 1; column < width; column++) {
      const match = above[column - 1]! + difference(name, expected[column - 1]!.name);
      const skipHeard = above[column]! + GAP;
      const skipExpected = costs[column - 1]! + GAP;
      const least = Math.min(match, skipHeard, skipExpected);
      costs[column] = least;
      steps[(row + 1) * width + column] = least === match ? MATCH : least === skipHeard ? SKIP_HEARD : SKIP_EXPECTED;
    }
    above = costs;
  }
  const words = Array.from(heard, () => 0);
  let row = heard.length;
  let column = expected.length;
  while (row > 0) {
    const step = steps[row * width + column];
    if (step !== SKIP_EXPECTED) {
      row--;
      words[row] = expected[Math.max(0, column - 1)]?.word ?? 0;
    }
    if (step !== SKIP_HEARD) column--;
  }
  return words;
}
