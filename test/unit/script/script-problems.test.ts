import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { parseScript } from '#shared/script/parse-script.ts';
import { printScript } from '#shared/script/print-script.ts';
import { HOSTILE_PIECES } from './arbitrary-episode.ts';
import { countingIds, parse, refusalOf } from './parse-for-test.ts';

describe('problems', () => {
  test('[SCR55] all problems are gathered, twenty are told, the first by line is the message', () => {
    const error = refusalOf(Array.from({ length: 30 }, (_, index) => `Line ${index} <b>`).join('\n\n'));
    expect(error.code).toBe('invalid-input');
    expect(error.message).toBe(
      'night.md:1: HTML is not read: <b> Remove it, or write \\< for a sign that is read aloud. (and 29 more problems)',
    );
    expect(error.details.problems).toHaveLength(20);
    expect(error.details).toMatchObject({ file: 'night.md', line: 1, column: 8, problemCount: 30 });
  });

  test('[SCR55] problems of front matter and body come together, in the order of their lines', () => {
    const error = refusalOf('---\ntittle: x\n---\nOne <b>.\n\n![a](../a.wav)');
    expect((error.details.problems as { line: number }[]).map(({ line }) => line)).toEqual([2, 4, 6]);
  });
});

describe('limits', () => {
  test('[SCR56] a text of 100 MB is refused before any work, naming the limit', () => {
    const error = refusalOf('x'.repeat(100_000_000));
    expect(error.message).toBe(
      'night.md:1: This text has 100,000,000 characters; the limit is 20,971,520 (20 MB). Split it into several episodes.',
    );
  });

  test('[SCR56] more than 100,000 blocks are refused where the limit is passed', () => {
    expect(refusalOf('A: b\n'.repeat(100_001)).message).toMatch(/^night\.md:100001: .*more than 100,000 lines/);
  });

  test('[SCR56] a paragraph or heading that no record can hold is refused with its line', () => {
    expect(refusalOf(`One.\n\n${'word '.repeat(20_001)}`).message).toMatch(
      /^night\.md:3: This paragraph has 100\d+ characters/,
    );
    expect(refusalOf(`# ${'x'.repeat(1_001)}`).message).toContain('at most 1000');
    expect(refusalOf(`One.\n\n${'*a_ '.repeat(600)}`).message).toMatch(
      /^night\.md:3: This paragraph has 1200 Markdown marks/,
    );
  });

  test('[SCR57] 20,000 lines are read in about a second', () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => `${index % 2 ? 'MARA' : 'TOM'}: It is *line* ${index}. <#0.5#> Yes.`,
    );
    const start = performance.now();
    const { document } = parse(lines.join('\n\n'));
    expect(document.records.size).toBeGreaterThan(20_000);
    // Far above what it takes, so that only a quadratic reader fails on a busy machine.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test.each([
    ['blanks', ' '.repeat(200_000)],
    ['blanks in a line', `a${' '.repeat(90_000)}b`],
    ['blank lines', '\n'.repeat(1_000_000)],
    ['braces', `${'{'.repeat(90_000)}}`],
    ['quotes in braces', `${'{a="'.repeat(20_000)}}`],
    ['brackets', `[pause${' '.repeat(9_000)}x`],
    ['parentheses', `A ${'(a) '.repeat(20_000)}x`],
    ['an image', `![a](${'('.repeat(15_000)}`],
    ['rules', `${'- '.repeat(40_000)}x`],
    ['table rules', `${'-|'.repeat(40_000)}x`],
    ['short lines', 'a\n'.repeat(49_999)],
    ['nested YAML', `---\na: ${'['.repeat(50_000)}\n---\n`],
  ])('[SCR57] time does not explode on %s', (_, source) => {
    const start = performance.now();
    try {
      parse(source);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('any text', () => {
  test('[SCR58] any text is read, or refused with a line; what was read prints and reads as the same', () => {
    const pieces = fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...HOSTILE_PIECES, '\n', '\n', '\n\n', '---\n') },
        fc.string({ unit: 'grapheme' }),
      ),
    );
    let readCount = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          pieces,
          pieces.map((list) => ['---\ntitle: x\n', ...list]),
        ),
        (list) => {
          const source = list.join('').replaceAll('\u0000', '');
          let document: ReturnType<typeof parse>['document'];
          try {
            ({ document } = parse(source));
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            expect(error.code).toBe('invalid-input');
            expect(error.message).toMatch(/^night\.md:\d+: /);
            return;
          }
          readCount += 1;
          const again = parseScript(printScript(document), { newId: countingIds(), canLeaveFolder: true }).document;
          expect([...again.records]).toEqual([...document.records]);
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 400) },
    );
    expect(readCount).toBeGreaterThan(50);
  });
});
