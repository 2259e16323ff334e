import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText } from '#core/library/search/fold-text.ts';
import { facetToken, pieceExpression } from '#core/library/search/match-expression.ts';
import { indexTokens, piecesOf } from '#core/library/search/search-tokens.ts';

describe('folding', () => {
  test.each([
    ['CAFÉ', 'cafe'],
    ['Ｆｅｒｒｙ', 'ferry'],
    ['Straße', 'strasse'],
    ['ﬁn', 'fin'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΥΣΣΕΎΣ', 'οδυσσευσ'],
    ['Łódź Ørsted', 'lodz orsted'],
    ['йод', 'иод'],
    ['שָׁלוֹם', 'שלום'],
    ['ｶﾞｷﾞ', 'ガギ'],
    ['한국', '한국'],
    ['हिन्दी', 'हिन्दी'],
  ])('[LIB80] %s is compared as %s', (text, folded) => {
    expect(foldText(text)).toBe(folded.normalize('NFC'));
  });

  test('[LIB80] folding twice changes nothing, and case and composition make no difference', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
        expect(foldText(text.normalize('NFD'))).toBe(folded);
        // The iota that Greek writes beneath a vowel is a letter of its own in capitals.
        if (!text.normalize('NFD').includes('\u0345')) expect(foldText(text.toUpperCase())).toBe(folded);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('cutting', () => {
  test('[LIB81] words are letters and digits with their marks; signs part them', () => {
    expect(indexTokens(`Don't stop-now, "10%"_x*y!`)).toBe('don t stop now 10 x y');
    expect(indexTokens('हिन्दी में')).toBe('हिन्दी में');
  });

  test('[LIB81] pauses written in a text are no words of it', () => {
    expect(indexTokens('One.<#0.80#>Two.')).toBe('one two');
  });

  test('[LIB82] scripts without blanks give each pair of neighbours and the last character', () => {
    expect(indexTokens('夜航船。')).toBe('夜航 航船 船');
    expect(indexTokens('第3章')).toBe('第 3 章');
    expect(indexTokens('ラーメンを')).toBe('ラー ーメ メン ンを を');
    expect(indexTokens('한국어 책')).toBe('한국 국어 어 책');
    expect(indexTokens('𠮷野家')).toBe('𠮷野 野家 家');
    expect(indexTokens('iPhone手机')).toBe('iphone 手机 机');
  });

  test('[LIB83] nothing that was typed leaves its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        for (const piece of piecesOf(text)) {
          expect(pieceExpression(piece)).toMatch(/^"[\p{L}\p{N}\p{M}\p{So}\p{Extended_Pictographic} ]+"(?: \*)?$/u);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('[LIB83] the token of a facet is no text and no other facet', () => {
    const numbers = [0, 1, 2, 65_533, 65_534, 65_535, 131_068, 1_000_000];
    expect(new Set(numbers.map(facetToken)).size).toBe(numbers.length);
    for (const number of numbers) expect(indexTokens(facetToken(number))).toBe('');
  });
});
