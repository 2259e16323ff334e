/** What kind of character a code point is, for guessing how long a text takes to say and how wide it is on a screen. */

/** Inclusive ranges of Han, kana, bopomofo and hangul, which are read about a syllable a sign. */
const SYLLABIC: readonly (readonly [number, number])[] = [
  [0x1100, 0x11ff],
  [0x2e80, 0x2fdf],
  [0x3005, 0x3007],
  [0x3041, 0x30fa],
  [0x30fc, 0x318f],
  [0x31a0, 0x31bf],
  [0x31f0, 0x31ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa960, 0xa97f],
  [0xac00, 0xd7ff],
  [0xf900, 0xfaff],
  [0xff66, 0xff9d],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3ffff],
];

/** Inclusive ranges that take two columns and are no syllables: punctuation, full-width forms, pictures. */
const OTHER_WIDE: readonly (readonly [number, number])[] = [
  [0x3000, 0x3004],
  [0x3008, 0x303f],
  [0x30fb, 0x30fb],
  [0x3200, 0x33ff],
  [0xfe30, 0xfe4f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
];

const isWithin = (ranges: readonly (readonly [number, number])[], codePoint: number): boolean =>
  ranges.some(([low, high]) => codePoint >= low && codePoint <= high);

export function isSyllabic(codePoint: number): boolean {
  return codePoint >= 0x1100 && isWithin(SYLLABIC, codePoint);
}

export function isWide(codePoint: number): boolean {
  return codePoint >= 0x1100 && (isWithin(SYLLABIC, codePoint) || isWithin(OTHER_WIDE, codePoint));
}
