/** Joining the lines of a wrapped paragraph. */

/** Signs that are written without blanks between words, and the punctuation that goes with them. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff65]`;
const ENDS_UNSPACED = new RegExp(`${UNSPACED}$`, 'u');
const STARTS_UNSPACED = new RegExp(`^${UNSPACED}`, 'u');

export const endsUnspaced = (text: string): boolean => ENDS_UNSPACED.test(text.slice(-2));
export const startsUnspaced = (text: string): boolean => STARTS_UNSPACED.test(text.slice(0, 2));

/** Whether a blank joins two lines: not between two signs of Chinese or Japanese. */
export function needsBlank(before: string, after: string): boolean {
  return before !== '' && after !== '' && !(endsUnspaced(before) && startsUnspaced(after));
}

export function joinLines(lines: readonly string[]): string {
  return lines.map((line, index) => (needsBlank(lines[index - 1] ?? '', line) ? ` ${line}` : line)).join('');
}
