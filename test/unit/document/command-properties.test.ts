import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCommand, applyCommands, type Command, isUndoable, parseCommand } from '#shared/document/commands.ts';
import { applyDiff, isEmptyDiff, type RecordsDiff, reverseDiff, squashDiffs } from '#shared/document/diff.ts';
import {
  blocksOf,
  clipsOf,
  documentOf,
  type EpisodeDocument,
  markersOf,
  speakersOf,
  tracksOf,
} from '#shared/document/episode-document.ts';
import { checkInvariants } from '#shared/document/invariants.ts';
import { AppError } from '#shared/errors.ts';
import { COMMAND_TYPES, randomCommand } from './random-command.ts';
import { fullEpisode, jsonOf } from './sample-episode.ts';

const seeds = fc.array(fc.array(fc.nat(1_000_000), { minLength: 8, maxLength: 14 }), { minLength: 1, maxLength: 60 });

interface Step {
  readonly command: Command;
  readonly before: EpisodeDocument;
  readonly after: EpisodeDocument;
  readonly diff: RecordsDiff;
}

/** Runs the commands; those that are refused must be refused in the one way there is, and leave nothing. */
function run(seedList: readonly (readonly number[])[]): Step[] {
  let document = fullEpisode();
  const steps: Step[] = [];
  seedList.forEach((numbers, index) => {
    let command: Command;
    try {
      command = randomCommand(document, numbers, `s${index}`);
      const { document: after, diff } = applyCommand(document, command);
      steps.push({ command, before: document, after, diff });
      document = after;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      expect(error.code).toBe('invalid-command');
    }
  });
  return steps;
}

describe('any sequence of commands', () => {
  it('[DOC20] reaches every type of command, and most of them are carried out', () => {
    const done = new Set<string>();
    for (let round = 0; round < 60 && done.size < COMMAND_TYPES.length; round += 1) {
      const numbers = COMMAND_TYPES.map((_, type) =>
        Array.from({ length: 12 }, (__, index) =>
          index === 0 ? type : (round * 7919 + type * 104_729 + index * 1_299_709) % 99_991,
        ),
      );
      for (const step of run(numbers)) done.add(step.command.type);
    }
    expect(COMMAND_TYPES.filter((type) => !done.has(type))).toEqual([]);
  });

  it('[DOC21] keeps the invariants, and an edit reversed gives the very same document', () => {
    fc.assert(
      fc.property(seeds, (seedList) => {
        for (const { before, after, diff } of run(seedList)) {
          checkInvariants(after);
          const undone = applyDiff(after, reverseDiff(diff));
          expect(undone.document.records).toEqual(before.records);
          expect(jsonOf(undone.document)).toBe(jsonOf(before));
          expect(jsonOf(applyDiff(undone.document, diff).document)).toBe(jsonOf(after));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('[DOC22] undone and redone as a whole, from stored diffs, gives the first and the last document byte for byte', () => {
    fc.assert(
      fc.property(seeds, (seedList) => {
        const steps = run(seedList);
        if (steps.length === 0) return;
        const first = steps[0]!.before;
        const last = steps.at(-1)!.after;
        const stored = steps.map((step) => JSON.parse(JSON.stringify(step.diff)) as RecordsDiff);
        let document = documentOf(JSON.parse(jsonOf(last)));
        for (const diff of stored.toReversed()) document = applyDiff(document, reverseDiff(diff)).document;
        expect(jsonOf(document)).toBe(jsonOf(first));
        for (const diff of stored) document = applyDiff(document, diff).document;
        expect(jsonOf(document)).toBe(jsonOf(last));
      }),
      { numRuns: 150 },
    );
  });

  it('[DOC23] squashed does in one diff what the edits did one by one', () => {
    fc.assert(
      fc.property(seeds, (seedList) => {
        const steps = run(seedList);
        if (steps.length === 0) return;
        const squashed = squashDiffs(steps.map((step) => step.diff));
        const first = steps[0]!.before;
        const last = steps.at(-1)!.after;
        expect(jsonOf(applyDiff(first, squashed).document)).toBe(jsonOf(last));
        expect(jsonOf(applyDiff(last, reverseDiff(squashed)).document)).toBe(jsonOf(first));
        expect(isEmptyDiff(squashed)).toBe(jsonOf(first) === jsonOf(last));
        const commands = steps.map((step) => step.command);
        expect(jsonOf(applyCommands(first, commands).document)).toBe(jsonOf(last));
      }),
      { numRuns: 150 },
    );
  });

  it('[DOC24] replayed from JSON gives the same document', () => {
    fc.assert(
      fc.property(seeds, (seedList) => {
        const steps = run(seedList);
        let document = fullEpisode();
        for (const { command } of steps) {
          document = applyCommand(document, parseCommand(JSON.parse(JSON.stringify(command)))).document;
        }
        expect(jsonOf(document)).toBe(jsonOf(steps.at(-1)?.after ?? fullEpisode()));
      }),
      { numRuns: 80 },
    );
  });

  it('[DOC25] that changes nothing answers the same document and an empty diff', () => {
    fc.assert(
      fc.property(seeds, (seedList) => {
        for (const { before, after, diff } of run(seedList)) {
          expect(after === before).toBe(isEmptyDiff(diff));
          for (const [from, to] of diff.updated) expect(JSON.stringify(from)).not.toBe(JSON.stringify(to));
        }
      }),
      { numRuns: 80 },
    );
  });

  it('[DOC26] keeps the ordered lists as if they were sorted anew, and every record frozen', () => {
    fc.assert(
      fc.property(seeds, (seedList) => {
        for (const { after } of run(seedList)) {
          const anew = documentOf(after.records.values());
          expect(blocksOf(after)).toEqual(blocksOf(anew));
          expect(speakersOf(after)).toEqual(speakersOf(anew));
          expect(tracksOf(after)).toEqual(tracksOf(anew));
          expect(clipsOf(after)).toEqual(clipsOf(anew));
          expect(markersOf(after)).toEqual(markersOf(anew));
          for (const record of after.records.values()) expect(Object.isFrozen(record)).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('[DOC27] marks only what a voice sends as not undoable', () => {
    const types = run(COMMAND_TYPES.map((_, index) => [index, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]));
    for (const { command } of types) expect(isUndoable(command)).toBe(command.type !== 'take.attach');
    expect(types.some(({ command }) => command.type === 'take.attach')).toBe(true);
  });
});
