import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { isPauseTagLength, printPause, spokenRunsOf, tokenizeInline } from '#shared/script/inline.ts';
import { SOUND_TAGS } from '#shared/script/sound-tags.ts';
import { addSamples, samples, secondsToSamples, ZERO_SAMPLES } from '#shared/units.ts';

function errorOf(action: () => unknown): AppError {
  try {
    action();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

describe('inline marks', () => {
  test('[SCR1] a pause tag is cut out with its length in samples and its place', () => {
    expect(tokenizeInline('ten past. <#0.8#> Late')).toEqual([
      { kind: 'text', text: 'ten past. ', start: 0, end: 10 },
      { kind: 'pause', durationSamples: 38_400, start: 10, end: 17 },
      { kind: 'text', text: ' Late', start: 17, end: 22 },
    ]);
  });

  test.each([
    ['<#0.01#>', 480],
    ['<#99.99#>', 4_799_520],
    ['<#1#>', 48_000],
    ['<#0.29#>', 13_920],
    ['<#10.5#>', 504_000],
  ])('[SCR1] %s is valid', (tag, durationSamples) => {
    expect(tokenizeInline(tag)).toEqual([{ kind: 'pause', durationSamples, start: 0, end: tag.length }]);
  });

  test.each([
    '<#0#>',
    '<#0.00#>',
    '<#100#>',
    '<#0.123#>',
    '<#.5#>',
    '<#1.#>',
    '<#1,5#>',
    '<#-1#>',
    '<#1e1#>',
    '<# 1 #>',
    '< #1#>',
    '<#1s#>',
    '<##>',
    '<#abc#>',
    '<#0.8>',
    '<0.8#>',
    '<#001#>',
    '＜#0.8#＞',
    '<＃0.8＃>',
    '<#０.８#>',
  ])('[SCR2] %s is refused with its offset', (tag) => {
    const error = errorOf(() => tokenizeInline(`Wait ${tag} now`));
    expect(error.code).toBe('invalid-input');
    expect(error.details).toEqual({ offset: 5, tag });
    expect(error.message).toContain('<#0.8#>');
  });

  test('[SCR2] prose with angle brackets and number signs is not a pause', () => {
    for (const text of ['a < b # c > d', 'C#>Java', '<3', 'x <= 5', 'see <#channel', '5 > 3']) {
      expect(tokenizeInline(text)).toEqual([{ kind: 'text', text, start: 0, end: text.length }]);
    }
  });

  test('[SCR3] every sound tag is known, in any case and in full-width parentheses', () => {
    expect(SOUND_TAGS).toHaveLength(22);
    for (const name of SOUND_TAGS) {
      expect(tokenizeInline(`(${name})`)).toEqual([{ kind: 'sound', name, start: 0, end: name.length + 2 }]);
    }
    expect(tokenizeInline('（Laughs）')).toEqual([{ kind: 'sound', name: 'laughs', start: 0, end: 8 }]);
    expect(tokenizeInline('(lowly) (laughing)')).toHaveLength(1);
  });

  test('[SCR3] tokens cover the text without a hole', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<#0.5#>',
        '<#12#>',
        '(sighs)',
        '（LAUGHS）',
        ' ',
        '，',
        '。',
        'word',
        '你好',
        '😀',
        '<',
        '#',
        '(',
      ),
      fc.string({ unit: 'grapheme' }).filter((text) => !/[<>＜＞]/.test(text)),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        let tokens: ReturnType<typeof tokenizeInline>;
        try {
          tokens = tokenizeInline(text);
        } catch (error) {
          return error instanceof AppError;
        }
        for (const token of tokens) {
          expect(token.start).toBe(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
        }
        return end === text.length;
      }),
    );
  });
});

describe('spoken runs', () => {
  test('[SCR4] a text is cut at its pauses', () => {
    expect(spokenRunsOf('One. <#0.8#> Two <#1#>three')).toEqual({
      leadingPauseSamples: 0,
      runs: ['One.', 'Two', 'three'],
      pausesSamples: [38_400, 48_000],
      trailingPauseSamples: 0,
    });
  });

  test('[SCR4] Chinese text is cut the same way', () => {
    expect(spokenRunsOf('最后一班渡轮九点开了。<#0.8#>已经九点十分了(sighs)。')).toEqual({
      leadingPauseSamples: 0,
      runs: ['最后一班渡轮九点开了。', '已经九点十分了(sighs)。'],
      pausesSamples: [38_400],
      trailingPauseSamples: 0,
    });
  });

  test('[SCR5] tags with only blanks, punctuation or sounds between them add up', () => {
    expect(spokenRunsOf('One <#0.5#> … <#0.25#>(laughs) <#0.25#> two')).toEqual({
      leadingPauseSamples: 0,
      runs: ['One … (laughs)', 'two'],
      pausesSamples: [48_000],
      trailingPauseSamples: 0,
    });
  });

  test('[SCR6] pauses before the first word and after the last are reported apart', () => {
    expect(spokenRunsOf('<#0.5#> “<#0.5#>One.<#2#>” <#1#>')).toEqual({
      leadingPauseSamples: 48_000,
      runs: ['“One.”'],
      pausesSamples: [],
      trailingPauseSamples: 144_000,
    });
  });

  test('[SCR6] a text with nothing to say has no runs, one with only a sound has that one', () => {
    const silent = { pausesSamples: [], trailingPauseSamples: 0 };
    expect(spokenRunsOf(' … <#1#> ')).toEqual({ ...silent, leadingPauseSamples: 48_000, runs: [] });
    expect(spokenRunsOf('')).toEqual({ ...silent, leadingPauseSamples: 0, runs: [] });
    expect(spokenRunsOf('（Sighs）<#1#>')).toEqual({ ...silent, leadingPauseSamples: 48_000, runs: ['(sighs)'] });
  });

  test('[SCR5] no pause is lost and no words are joined, whatever stands between', () => {
    const gap = fc.constantFrom('<#0.01#>', '<#0.5#>', ' ', '…', '(sighs)', '');
    const word = fc.constantFrom('one', '二', '3');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, gap, fc.constant('<#0.1#>'), gap), { minLength: 1 }), (parts) => {
        const text = parts.flat().join('');
        const result = spokenRunsOf(text);
        const expected = tokenizeInline(text)
          .flatMap((token) => (token.kind === 'pause' ? [token.durationSamples] : []))
          .reduce(addSamples, ZERO_SAMPLES);
        const actual = [result.leadingPauseSamples, ...result.pausesSamples, result.trailingPauseSamples];
        expect(actual.reduce(addSamples, ZERO_SAMPLES)).toBe(expected);
        expect(result.runs).toHaveLength(parts.length);
        expect(result.pausesSamples).toHaveLength(parts.length - 1);
      }),
    );
  });
});

describe('printing pauses', () => {
  test('[SCR7] a pause is printed with two decimals and reads back to the sample', () => {
    expect(printPause(secondsToSamples(0.8))).toBe('<#0.80#>');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), (hundredths) => {
        const durationSamples = secondsToSamples(hundredths / 100);
        expect(tokenizeInline(printPause(durationSamples))).toMatchObject([{ kind: 'pause', durationSamples }]);
      }),
    );
  });

  test('[SCR7] a length that no tag can say is not rounded', () => {
    for (const length of [0, 479, 481, -480, 4_800_000]) {
      expect(isPauseTagLength(samples(length))).toBe(false);
      expect(() => printPause(samples(length))).toThrow(RangeError);
    }
  });
});
