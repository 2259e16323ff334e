import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInline } from '#shared/script/read-inline.ts';
import { ScriptProblems } from '#shared/script/script-problems.ts';

const read = (source: string) =>
  readInline(source, { line: 1, column: 1, problems: new ScriptProblems('night.md'), definitions: new Map() });

test('[SCR17] the short way for simple emphasis reads what the Markdown reader reads', () => {
  const pieces = fc.constantFrom(
    '*',
    '**',
    '_',
    '__',
    '***',
    'word',
    'é',
    '九',
    ' ',
    '.',
    '!',
    ',',
    '“',
    '(',
    '\n',
    '5',
  );
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 3, maxLength: 14 }), (list) => {
      const source = `a ${list.join('').replace(/\n\s*\n/g, '\n')} z`;
      // The escaped sign at the end sends the text the long way.
      expect(read(`${source} \\&`)).toBe(`${read(source)} &`);
    }),
    { numRuns: 2_000 },
  );
});
