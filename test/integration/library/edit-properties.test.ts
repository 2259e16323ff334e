import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenDatabase } from '#core/library/database.ts';
import { applyCommands, cancelGesture, commitGesture } from '#core/library/edits.ts';
import { openEpisode } from '#core/library/episodes.ts';
import type { Library } from '#core/library/library.ts';
import { attachTakes, takesOfLine } from '#core/library/line-takes.ts';
import { history, jumpTo, redo, undo } from '#core/library/undo.ts';
import { applyCommand, type CommandType } from '#shared/document/commands.ts';
import { blocksOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import { EpisodeId, type RecordId, type TakeId } from '#shared/ids.ts';
import { addAssetRow, addEpisode, addTake, storedDocument } from '../../helpers/library-episode.ts';
import { withLibrary } from '../../helpers/temporary-library.ts';
import { COMMAND_TYPES, randomCommand } from '../../unit/document/random-command.ts';
import { assetId, fullEpisode, jsonOf, takeId } from '../../unit/document/sample-episode.ts';
import { EditModel } from './edit-model.ts';

const steps = (maxLength: number) =>
  fc.array(fc.array(fc.nat(1_000_000), { minLength: 9, maxLength: 14 }), { minLength: 1, maxLength, size: 'max' });

/** A library whose commits do not wait for the disk: what is tested here is what is written, not when. */
const withFastLibrary = (use: (library: Library) => Promise<void>): Promise<void> =>
  withLibrary(async (library) => {
    (library.db as OpenDatabase).setPragma('synchronous', 'OFF');
    for (const name of ['take-l3', 't1', 't2', 't3', 't4']) addTake(library, name);
    addAssetRow(library, assetId('q'));
    await use(library);
  });

/** False when it was refused, which can only be because it cannot be done. */
function attempt(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('invalid-command');
    return false;
  }
}

const apply = (library: Library, id: EpisodeId, numbers: readonly number[], stamp: string, gesture: string | null) => {
  const { revision: baseRevision, document } = openEpisode(library.db, id);
  const command = randomCommand(document, numbers, stamp);
  return {
    command,
    run: () =>
      applyCommands(library, id, { baseRevision, commands: [command], ...(gesture === null ? {} : { gesture }) }),
  };
};

const SEQUENCES = 2_000;

test('[LIB49] after any commands, gestures, undos, redos and jumps, what is stored is what it should be, byte for byte', () =>
  withFastLibrary(async (library) => {
    let episodes = 0;
    let edits = 0;
    fc.assert(
      fc.property(steps(12), (sequence) => {
        const id = addEpisode(library, fullEpisode(), EpisodeId.parse(`run-${++episodes}`));
        const model = new EditModel(fullEpisode());
        for (const [index, [kind, ...numbers]] of sequence.entries()) {
          step(library, id, model, kind! % 20, numbers, `s${index}`);
          const stored = storedDocument(library, id);
          expect(jsonOf(stored)).toBe(jsonOf(model.document));
          expect(jsonOf(openEpisode(library.db, id).document)).toBe(jsonOf(stored));
          edits += 1;
        }
        model.commit();
        const end = history(library.db, id);
        expect([end.position, end.entries.length]).toEqual([model.position, model.last]);
        const at = jsonOf(model.document);
        while (history(library.db, id).position > 0) undo(library, id);
        expect(jsonOf(storedDocument(library, id))).toBe(jsonOf(fullEpisode()));
        for (let position = 0; position < end.position; position += 1) redo(library, id);
        expect(jsonOf(storedDocument(library, id))).toBe(at);
      }),
      { numRuns: SEQUENCES },
    );
    expect(edits).toBeGreaterThan(SEQUENCES * 4);
    expect(library.db.all('PRAGMA foreign_key_check')).toEqual([]);
  }));

function step(
  library: Library,
  id: EpisodeId,
  model: EditModel,
  kind: number,
  numbers: readonly number[],
  stamp: string,
): void {
  const [first = 0] = numbers;
  if (kind < 13) {
    const gesture = kind < 9 ? null : kind < 12 ? 'drag' : 'typing';
    const { command, run } = apply(library, id, numbers, stamp, gesture);
    if (command.type === 'take.attach') return;
    expect(attempt(run)).toBe(attempt(() => model.apply(command, gesture)));
  } else if (kind === 13) {
    commitGesture(library, id, 'drag');
    if (model.gestureName === 'drag') model.commit();
  } else if (kind === 14) {
    cancelGesture(library, id, 'drag');
    if (model.gestureName === 'drag') model.cancel();
  } else if (kind < 17) {
    expect(attempt(() => undo(library, id))).toBe(model.step(-1));
  } else if (kind < 19) {
    expect(attempt(() => redo(library, id))).toBe(model.step(1));
  } else {
    const position = first % 6;
    expect(attempt(() => jumpTo(library, id, position))).toBe(model.jump(position));
  }
}

interface Attached {
  readonly takeId: TakeId;
  /** Counts operations. */
  readonly at: number;
}

/** The model has no takes, so what is done to a take is left out, or would not be done to the same. */
const DEPENDS_ON_TAKE = /^(?:take\.attach|part\..*|line\.setParts)$/;
/** What takes are most likely to suffer from. */
const OFTEN: readonly CommandType[] = ['line.setText', 'take.choose', 'block.delete', 'line.join', 'block.move'];

test('[LIB48] whatever is undone and redone, a take that came after the edit stays the take of its line, and nothing else differs', () =>
  withFastLibrary(async (library) => {
    let episodes = 0;
    let kept = 0;
    fc.assert(
      fc.property(steps(20), (sequence) => {
        const id = addEpisode(library, fullEpisode(), EpisodeId.parse(`take-${++episodes}`));
        const model = new EditModel(fullEpisode());
        /** The last take that came for each line, and when; and when each entry was made. */
        const attached = new Map<RecordId, Attached>();
        const ever = new Map<RecordId, Set<TakeId>>();
        const madeAt: number[] = [0];
        for (const [index, [kind, ...numbers]] of sequence.entries()) {
          const before = storedDocument(library, id);
          if (kind! % 10 < 3) {
            const line = someLine(before, model, numbers);
            const take = takeId(['t1', 't2', 't3', 't4'][numbers[1]! % 4]!);
            attachTakes(library, id, new Map([[line, { id: take }]]));
            // Sending again what a line uses already changes nothing, and nothing stays that was not changed.
            const record = before.records.get(line);
            const hasIt = record && 'takeId' in record && record.takeId === take;
            if (!hasIt) attached.set(line, { takeId: take, at: index });
            ever.set(line, (ever.get(line) ?? new Set()).add(take));
          } else if (kind! % 10 < 7) {
            const often = OFTEN[numbers[0]! % OFTEN.length]!;
            const chosen = kind! % 2 === 0 ? numbers : [COMMAND_TYPES.indexOf(often), ...numbers];
            const { command, run } = apply(library, id, chosen, `s${index}`, null);
            if (DEPENDS_ON_TAKE.test(command.type)) continue;
            const { position } = model;
            const { revision } = openEpisode(library.db, id);
            if (!attempt(run) || openEpisode(library.db, id).revision === revision) continue;
            model.push(applyCommand(model.document, command).document);
            // A person's choice is no longer what the voice sent.
            if (command.type === 'take.choose') attached.delete(command.id);
            if (model.position > position) madeAt[model.position] = index;
          } else {
            const from = model.position;
            const isDone = kind! % 10 < 9 ? attempt(() => undo(library, id)) : attempt(() => redo(library, id));
            expect(isDone).toBe(model.step(kind! % 10 < 9 ? -1 : 1));
            const entryMadeAt = madeAt[Math.max(from, model.position)]!;
            const after = storedDocument(library, id);
            for (const [line, { takeId: take, at }] of attached) {
              const record = after.records.get(line);
              if (!isDone || at < entryMadeAt || !record || !('text' in record)) continue;
              expect('takeId' in record ? record.takeId : undefined, `${line} at ${index}`).toBe(take);
              kept += 1;
            }
          }
          expect(withoutTakes(storedDocument(library, id))).toEqual(withoutTakes(model.document));
        }
        for (const [line, takes] of ever) {
          const has = takesOfLine(library.db, id, line).map(({ take }) => take.id);
          for (const take of takes) expect(has).toContain(take);
        }
      }),
      { numRuns: 150 },
    );
    expect(kept).toBeGreaterThan(50);
  }));

/** Mostly one that is there, sometimes one that was there at some time. */
function someLine(document: EpisodeDocument, model: EditModel, numbers: readonly number[]): RecordId {
  const source = numbers[0]! % 4 === 0 ? model.any(numbers[3]!) : document;
  const lines = blocksOf(source).filter((block) => block.type === 'line');
  return lines.length === 0 ? ('l1' as RecordId) : lines[numbers[2]! % lines.length]!.id;
}

/** The order of the fields does not matter here: one that went and came back stands last. */
function withoutTakes(document: EpisodeDocument): unknown {
  const records = [...document.records.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return JSON.parse(JSON.stringify(records, (key, value) => (key === 'takeId' ? undefined : value)));
}
