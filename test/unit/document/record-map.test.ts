import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCommand } from '#shared/document/commands.ts';
import { applyDiff, reverseDiff } from '#shared/document/diff.ts';
import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { checkInvariants } from '#shared/document/invariants.ts';
import { orderKeysBetween } from '#shared/document/order-key.ts';
import { recordsAfter } from '#shared/document/record-map.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import { randomCommand } from './random-command.ts';
import { fullEpisode, id, jsonOf } from './sample-episode.ts';

const noteOf = (name: string, order: string, text = name): EpisodeRecord => ({
  type: 'note',
  id: id(name),
  order,
  text,
});

/** Long enough for its records not to be copied for every edit. */
function longEpisode(): EpisodeDocument {
  const orders = orderKeysBetween('a9', null, 600);
  return documentOf([...fullEpisode().records.values(), ...orders.map((order, index) => noteOf(`x${index}`, order))]);
}

const byId = (records: Iterable<[RecordId, EpisodeRecord]>) => [...records].sort(([a], [b]) => (a < b ? -1 : 1));

describe('records after an edit', () => {
  it('[DOC28] are those of a map that was copied and changed, however long it is and however many edits came before', () => {
    const change = fc.record({ index: fc.nat(700), text: fc.option(fc.string({ maxLength: 5 })) });
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 40 }), { maxLength: 12 }), (edits) => {
        let records: ReadonlyMap<RecordId, EpisodeRecord> = longEpisode().records;
        const plain = new Map(records);
        for (const edit of edits) {
          const before = byId(records);
          const previous = records;
          const changes = edit.map(({ index, text }) => {
            const name = id(`x${index}`);
            return [name, text === null ? null : noteOf(name, 'b0', text)] as const;
          });
          records = recordsAfter(records, changes);
          for (const [name, record] of changes) {
            if (record) plain.set(name, record);
            else plain.delete(name);
          }
          expect(records.size).toBe(plain.size);
          expect(byId(records)).toEqual(byId(plain));
          expect(byId(records.entries())).toEqual(byId(plain));
          expect([...records.keys()].sort()).toEqual([...plain.keys()].sort());
          const visited: [RecordId, EpisodeRecord][] = [];
          records.forEach((record, name) => {
            visited.push([name, record]);
          });
          expect(byId(visited)).toEqual(byId(plain));
          for (const [name] of changes) {
            expect(records.get(name)).toBe(plain.get(name));
            expect(records.has(name)).toBe(plain.has(name));
          }
          expect(byId(previous)).toEqual(before);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('[DOC28] of a long episode are those commands give a document made anew, and reversed those before', () => {
    const seeds = fc.array(fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 14 }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(seeds, (seedList) => {
        let document = longEpisode();
        for (const [index, numbers] of seedList.entries()) {
          try {
            const anew = documentOf(document.records.values());
            const command = randomCommand(document, numbers, `s${index}`);
            const { document: next, diff } = applyCommand(document, command);
            expect(jsonOf(next)).toBe(jsonOf(applyCommand(anew, command).document));
            expect(jsonOf(applyDiff(next, reverseDiff(diff)).document)).toBe(jsonOf(document));
            document = next;
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
          }
        }
        checkInvariants(document);
      }),
      { numRuns: 15 },
    );
  });
});
