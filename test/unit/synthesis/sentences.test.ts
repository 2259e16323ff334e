import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentencesOf } from '#core/synthesis/sentences.ts';
import { splitText } from '#core/synthesis/split-text.ts';

describe('sentences', () => {
  test.each([
    ['en', 'titles', 'He met Dr. Smith.| Mrs. Jones came too.'],
    ['en', 'initials', 'J. R. Jones came.| So did I.| Then he left.'],
    ['en', 'numbered things', 'See No. 5 and p. 12 of it.| He said no.| Then he left.'],
    ['en', 'decimals and countries', 'It was 3.5 m high.| U.S. forces left.'],
    ['en', 'quoted cries', '"Stop!" he said.| "Really?" she asked.| “Go!”| Then silence… and more.'],
    ['en', 'brackets', '(He left.)| Next.'],
    ['en', 'lists', '1. First.| 2. Second.'],
    ['en', 'tags', 'Wait.|<#0.80#> What? (laughs) Yes.| <#1.5#>End.'],
    [
      'zh',
      'Chinese quotes',
      '他走了。|“你好。”|他说。|“再见！”|她说：“好。”|然后他走了……没有回来。|《书》读完了！|（笑）真的？',
    ],
    ['zh-Hant', 'corner brackets', '「真的嗎？」|她問。|「是的。」'],
    ['ja', 'Japanese', '行きましょう。|「はい。」|と彼は言った。'],
    [
      'de',
      'German quotes and ordinals',
      'Am 3. Oktober kam er.| „Halt!“ sagte er.| „Wirklich?“| Dann, z. B. so, ging er.',
    ],
    ['fr', 'French quotes', 'Il dit : « Non ! »| Puis il partit.| M. Dupont vint.'],
    ['no such language', 'an unknown language', 'One.| Two.'],
  ])('[VOX10] %s: %s', (language, _, marked) => {
    const expected = marked.split('|');
    expect(sentencesOf(expected.join(''), language).map((sentence) => sentence.trim())).toEqual(
      expected.map((sentence) => sentence.trim()),
    );
  });
});

describe('splitting', () => {
  const mostlyWords = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'The',
          'ferry',
          'left.',
          'Dr.',
          '“No!”',
          'he',
          'said,',
          '然后他走了。',
          '（笑）',
          '👩‍👩‍👧',
          '<#0.80#>',
          '(laughs)',
          '\n\n',
        ),
        fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[<＜(（]/.test(text)),
      ),
      { maxLength: 60 },
    )
    .map((words) => words.join(' '));

  test('[VOX10] pieces are short enough, and together they say the text', () => {
    fc.assert(
      fc.property(mostlyWords, fc.integer({ min: 12, max: 120 }), (text, maxLength) => {
        const pieces = splitText(text, maxLength, 'en');
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(Math.max(maxLength, 12));
          expect(piece).toBe(piece.trim());
        }
        const letters = (value: string) => value.replace(/[^\p{L}\p{N}]/gu, '');
        expect(letters(pieces.join(''))).toBe(letters(text));
      }),
      { numRuns: 300 },
    );
  });

  test('[VOX10] a text that is short enough stays as it is', () => {
    expect(splitText('  One. Two.  ', 9, 'en')).toEqual(['One. Two.']);
    expect(splitText('   ', 9, 'en')).toEqual([]);
  });

  test('[VOX10] sentences first, then commas, then words, then letters; never within a tag or a letter', () => {
    expect(splitText('One two. Three four. Five.', 20, 'en')).toEqual(['One two. Three four.', 'Five.']);
    expect(splitText('One two, three four, five six.', 16, 'en')).toEqual(['One two,', 'three four,', 'five six.']);
    expect(splitText('他走了，没有回来，也没有说再见。', 8, 'zh')).toEqual([
      '他走了，',
      '没有回来，',
      '也没有说再见。',
    ]);
    expect(splitText('one two three', 7, 'en')).toEqual(['one two', 'three']);
    expect(splitText('👩‍👩‍👧👩‍👩‍👧', 8, 'en')).toEqual([]);
    expect(splitText('abcdefgh', 3, 'en')).toEqual(['abc', 'def', 'gh']);
    expect(splitText('abcdefgh<#0.80#>ijklmnop', 10, 'en')).toEqual(['abcdefgh', '<#0.80#>ij', 'klmnop']);
    expect(splitText('ab (laughs) cd <#0.80#>ef', 12, 'en')).toEqual(['ab (laughs)', 'cd', '<#0.80#>ef']);
  });

  test('[VOX10] a hundred thousand characters are split in a moment', () => {
    const text = 'The last ferry left at nine, “and” it was late. '.repeat(2_000);
    const start = performance.now();
    expect(splitText(text, 2_000, 'en').length).toBeLessThan(60);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
