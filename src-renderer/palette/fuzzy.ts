/**
 * How well letters that a person typed fit a text, as in `gnext` for "Go to next": they must come in order. Higher is
 * better; null: they do not. Runs of letters, beginnings of words and short texts count for more.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = Array.from(query.toLocaleLowerCase()).filter((letter) => letter.trim() !== '');
  const letters = Array.from(text.toLocaleLowerCase());
  if (wanted.length === 0) return 0;
  const whole = text.toLocaleLowerCase().indexOf(query.trim().toLocaleLowerCase());
  if (whole !== -1) return WHOLE + (isWordStart(letters, whole) ? WORD_START : 0) - letters.length / LENGTH_SHARE;
  // Waiting for the beginning of a word may leave too little for the letters after it.
  const score = scoreInOrder(wanted, letters, true) ?? scoreInOrder(wanted, letters, false);
  return score === null ? null : score - letters.length / LENGTH_SHARE;
}

function scoreInOrder(wanted: readonly string[], letters: readonly string[], isForWords: boolean): number | null {
  let score = 0;
  let last = -2;
  for (const letter of wanted) {
    const found = nextPlace(letters, letter, Math.max(0, last + 1), isForWords);
    if (found === -1) return null;
    score += found === last + 1 ? RUN : isWordStart(letters, found) ? WORD_START : 0;
    last = found;
  }
  return score;
}

const WHOLE = 100;
const RUN = 4;
const WORD_START = 6;
const LENGTH_SHARE = 20;

/** Right here, else at the beginning of a word, else anywhere. */
function nextPlace(letters: readonly string[], letter: string, from: number, isForWords: boolean): number {
  if (!isForWords || (letters[from] === letter && from > 0)) return letters.indexOf(letter, from);
  for (let index = from; index < letters.length; index++) {
    if (letters[index] === letter && isWordStart(letters, index)) return index;
  }
  return letters.indexOf(letter, from);
}

function isWordStart(letters: readonly string[], index: number): boolean {
  return index === 0 || !/[\p{L}\p{N}]/u.test(letters[index - 1] ?? '');
}
