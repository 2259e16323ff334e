import { expect, test } from 'vitest';
import { createRespell, pronunciationsFor } from '#core/synthesis/pronunciations.ts';
import type { Pronunciation } from '#shared/document/records.ts';
import { ProviderId } from '#shared/ids.ts';

const say = (rules: Pronunciation[], text: string) => createRespell(rules)(text).text;
const rule = (written: string, spoken: string, rest: Partial<Pronunciation> = {}): Pronunciation => ({
  written,
  spoken,
  ...rest,
});

test.each([
  ['a whole word', 'Greifswald is far.', 'Grifes-valt is far.'],
  ['in any case', 'GREIFSWALD, greifswald', 'Grifes-valt, Grifes-valt'],
  ['with an apostrophe after it', 'Greifswald’s port', 'Grifes-valt’s port'],
  ['between hyphens and quotes', '“Greifswald”-Greifswald', '“Grifes-valt”-Grifes-valt'],
  [
    'not within a word',
    'Greifswalder Ungreifswald Greifswald2 _Greifswald',
    'Greifswalder Ungreifswald Greifswald2 _Greifswald',
  ],
  ['not before an accent', 'Greifswald\u0301', 'Greifswald\u0301'],
  ['beside Chinese, which has no blanks', '去Greifswald港', '去Grifes-valt港'],
])('[VOX11] respells %s', (_, written, spoken) => {
  expect(say([rule('Greifswald', 'Grifes-valt')], written)).toBe(spoken);
});

test.each([
  ['Chinese within a sentence', rule('重庆', 'chóng qìng'), '我在重庆市', '我在chóng qìng市'],
  ['Japanese', rule('今日', 'きょう'), '今日は', 'きょうは'],
  ['Korean with its particle', rule('서울', '서-울'), '서울은', '서-울은'],
  [
    'signs that mean something to a pattern',
    rule('C++ (v1.0)*', 'see plus plus'),
    'in C++ (v1.0)* now',
    'in see plus plus now',
  ],
  ['a sign with no border of its own', rule('%', ' percent'), '5% of 10%', '5 percent of 10 percent'],
  ['several words', rule('St. John', 'Sinjun'), 'St. John and St. Johns', 'Sinjun and St. Johns'],
  ['what a replacement could mistake', rule('cost', "$& $1 $'"), 'the cost', "the $& $1 $'"],
])('[VOX11] respells %s', (_, one, written, spoken) => {
  expect(say([one], written)).toBe(spoken);
});

test('[VOX11] case counts where the rule says so', () => {
  expect(say([rule('US', 'U S', { isCaseSensitive: true })], 'US and us')).toBe('U S and us');
});

test('[VOX11] all rules at once: the longest wins, then the first; what one writes no other reads', () => {
  const rules = [rule('New', 'Noo'), rule('New York', 'Noo Yawk'), rule('New', 'never')];
  expect(say(rules, 'New York, New Jersey')).toBe('Noo Yawk, Noo Jersey');
  expect(say([rule('left', 'right'), rule('right', 'left')], 'left right')).toBe('right left');
});

test('[VOX11] tells which rules a text needed, in the order of the dictionary', () => {
  const rules = [rule('a', '1'), rule('b', '2'), rule('c', '3')];
  expect(createRespell(rules)('c b c').used.map(({ written }) => written)).toEqual(['b', 'c']);
  expect(createRespell([])('c b c')).toEqual({ text: 'c b c', used: [] });
});

test('[VOX11] rules hold for their language and below, and for their provider', () => {
  const mimo = ProviderId.parse('mimo');
  const rules = [
    rule('a', 'any'),
    rule('b', 'en', { language: 'en' }),
    rule('c', 'gb', { language: 'en-GB' }),
    rule('d', 'e', { language: 'e' }),
    rule('e', 'mimo', { provider: mimo }),
    rule('f', 'other', { provider: ProviderId.parse('flite') }),
  ];
  const spoken = (language: string) => pronunciationsFor(rules, mimo, language).map((one) => one.spoken);
  expect(spoken('en')).toEqual(['any', 'en', 'mimo']);
  expect(spoken('en-gb')).toEqual(['any', 'en', 'gb', 'mimo']);
  expect(spoken('zh')).toEqual(['any', 'mimo']);
});
