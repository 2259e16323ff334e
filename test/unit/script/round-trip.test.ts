import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkInvariants } from '#shared/document/invariants.ts';
import { parseScript } from '#shared/script/parse-script.ts';
import { printScript } from '#shared/script/print-script.ts';
import { arbitraryEpisode } from './arbitrary-episode.ts';
import { canonicalEpisode } from './canonical-episode.ts';

function counter() {
  let count = 0;
  return () => `id${++count}`;
}

const parse = (source: string) => parseScript(source, { newId: counter(), canLeaveFolder: true }).document;

describe('round trip', () => {
  test('[SCR40] any episode, printed and parsed, is the same episode', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(arbitraryEpisode, (document) => {
        checkInvariants(document);
        const printed = printScript(document);
        expect(canonicalEpisode(parse(printed))).toEqual(canonicalEpisode(document));
      }),
      { numRuns: Number(process.env.RUNS ?? 150) },
    );
  });

  test('[SCR41] printing what was parsed and parsing it again changes nothing, ids included', () => {
    fc.assert(
      fc.property(arbitraryEpisode, (document) => {
        const first = parse(printScript(document));
        const second = parse(printScript(first));
        expect([...second.records]).toEqual([...first.records]);
        expect(printScript(second)).toBe(printScript(first));
      }),
      { numRuns: 50 },
    );
  });
});
