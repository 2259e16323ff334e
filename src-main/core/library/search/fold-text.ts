/** Text as it is compared: without case, accents and other differences of writing that do not change a word. */

/**
 * Marks that readers leave out: accents of Latin, Greek and Cyrillic, points of Hebrew, vowel signs of Arabic. Marks of
 * other scripts (Hindi vowels, the voicing of kana) are part of the letter and stay.
 */
const OPTIONAL_MARKS = new RegExp(
  [
    '[\\u0300-\\u036f\\u0483-\\u0487]',
    '[\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7]',
    '[\\u0610-\\u061a\\u064b-\\u065f\\u0670]',
    '[\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f]',
  ].join('|'),
  'g',
);
/** Letters with a stroke or two in one are no letter with a mark to Unicode; people type them without. */
const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
};

/**
 * Folds width, compatibility forms, case and accents: `Ｃａｆé`, `CAFÉ` and `cafe` are one; so are `Straße` and
 * `STRASSE`, `ガ` in half and full width. Folding twice changes nothing.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(OPTIONAL_MARKS, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(OPTIONAL_MARKS, '')
    .replace(/[øłđðþæœħŧı]/g, (letter) => LETTERS[letter]!)
    .replaceAll('ς', 'σ')
    .normalize('NFC');
}
