import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanForFlite, findForeignSign } from '#core/voices/flite-text.ts';

test.each([
  ['typographic quotes', '“Don’t,” she said.', '"Don\'t," she said.'],
  ['an ellipsis', 'Yes… no.', 'Yes... no.'],
  ['an ellipsis without a blank', 'Yes…no.', 'Yes... no.'],
  ['an em dash', 'He paused—then left.', 'He paused, then left.'],
  ['an em dash with blanks', 'He paused — then left.', 'He paused, then left.'],
  ['two hyphens', 'He paused -- then left.', 'He paused, then left.'],
  ['a spaced en dash', 'He paused – then left.', 'He paused, then left.'],
  ['a dash after a mark', '“Wait!” — she cried.', '"Wait," she cried.'],
  ['a dash at both ends', '— what do you mean —', 'what do you mean'],
  ['a range', '1939–45', '1939 to 45'],
  ['a hyphen', 'well‑known', 'well-known'],
  ['an exclamation within a sentence', '“Stop!” he said.', '"Stop," he said.'],
  ['a question that ends one', 'Really? Yes.', 'Really? Yes.'],
  ['accents', 'Café naïve déjà vu, Łódź, Straße', 'Cafe naive deja vu, Lodz, Strasse'],
  ['full-width forms', 'Ｈｅｌｌｏ', 'Hello'],
  ['currencies', '£5.50, €1, ¥1,000, €3 million', '5.50 pounds, 1 euro, 1,000 yen, 3 million euros'],
  ['a number with thousands and a point', '$1,234.50', '$1234.50'],
  ['degrees', '10 °C, 5°F, 90°', '10 degrees Celsius, 5 degrees Fahrenheit, 90 degrees'],
  ['fractions', '2½ or ¼', '2 and a half or a quarter'],
  ['an ampersand', 'Marks & Spencer', 'Marks and Spencer'],
  ['abbreviations', 'No. 5 vs. No. 6, e.g. this', 'Number 5 versus Number 6, for example, this'],
  ['signs without a sound', '🎉 party 🎉 time', 'party time'],
  ['blank space of all kinds', '  one\n\ttwo\u00a0three  ', 'one two three'],
  ['nothing to say', '… — 🎉 !', ''],
])('[VOX1] cleans %s', (_, written, spoken) => {
  expect(cleanForFlite(written)).toBe(spoken);
});

test('[VOX1] whatever comes in, one line of ASCII comes out, and cleaning it again changes no word of it', () => {
  const words = (text: string) => text.match(/[A-Za-z0-9]+/g) ?? [];
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      const clean = cleanForFlite(text);
      expect(clean).toMatch(/^[\x20-\x7e]*$/);
      expect(clean).toBe(clean.trim());
      expect(words(cleanForFlite(clean)).join('')).toBe(words(clean).join(''));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['你好', '你'],
  ['Hello 世界', '世'],
  ['Привет', 'П'],
  ['the letter π', 'π'],
  ['٣ apples', '٣'],
  ['すし', 'す'],
])('[VOX2] finds what no English voice can say in %s', (text, sign) => {
  expect(findForeignSign(text)).toBe(sign);
});

test.each(['Plain text, 1st of May', 'Café Łódź Straße Ærø', '½ 10° ① Ⅷ ﬁne', '🎉 — “quoted” …'])(
  '[VOX2] finds nothing foreign in %s',
  (text) => {
    expect(findForeignSign(text)).toBeUndefined();
  },
);
