/**
 * Cuts of a take. They work on the parts a line has for the take it uses; `line.setParts` gives it some
 * (layout's `defaultParts` are the take as it is heard without any).
 */
import { z } from 'zod';
import { RecordId } from '../../ids.ts';
import { ZERO_SAMPLES } from '../../units.ts';
import { invalidCommand } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import type { EditDraft } from '../edit-draft.ts';
import { LengthSamples, type Line, LinePart, LineParts, SamplesField } from '../records.ts';

const fields = LinePart.unwrap().shape;
const Index = z.number().int().min(0);

/** null: the take as it is. */
const setParts = defineCommand(
  'line.setParts',
  { id: RecordId, parts: LineParts.nullable() },
  (draft, { id, parts }) => {
    const line = draft.find(id, 'line');
    if (parts && parts.takeId !== line.takeId) {
      throw invalidCommand(`The parts are cut from the take "${parts.takeId}", which line "${id}" does not use.`);
    }
    draft.update(line, { parts: parts ?? undefined });
  },
);

const trim = defineCommand(
  'part.trim',
  { id: RecordId, index: Index, startSample: LengthSamples.optional(), endSample: LengthSamples.optional() },
  (draft, { id, index, startSample, endSample }) => {
    change(draft, id, index, (part) => [
      { ...part, startSample: startSample ?? part.startSample, endSample: endSample ?? part.endSample },
    ]);
  },
);

/** Cuts a part in two at a sample of the segment's audio. Nothing changes to the ear until the cut is opened. */
const split = defineCommand(
  'part.split',
  { id: RecordId, index: Index, atSample: LengthSamples },
  (draft, { id, index, atSample }) => {
    change(draft, id, index, (part) => {
      if (atSample <= part.startSample || atSample >= part.endSample) {
        throw invalidCommand(`Part ${index + 1} of line "${id}" cannot be cut at ${atSample}: that is not inside it.`);
      }
      return [
        { ...part, endSample: atSample, fadeOutSamples: ZERO_SAMPLES },
        { ...part, startSample: atSample, gapBeforeSamples: ZERO_SAMPLES, fadeInSamples: ZERO_SAMPLES },
      ];
    });
  },
);

/** Takes back a cut: the part and the one after it become one. */
const join = defineCommand('part.join', { id: RecordId, index: Index }, (draft, { id, index }) => {
  change(
    draft,
    id,
    index,
    (part, next) => {
      const isUncut =
        next?.segmentIndex === part.segmentIndex &&
        next.startSample === part.endSample &&
        next.gapBeforeSamples === 0 &&
        next.gainDb === part.gainDb;
      if (!next || !isUncut) {
        throw invalidCommand(`Part ${index + 1} of line "${id}" does not run on into the next: they cannot be joined.`);
      }
      return [{ ...part, endSample: next.endSample, fadeOutSamples: next.fadeOutSamples }];
    },
    2,
  );
});

const move = defineCommand(
  'part.move',
  { id: RecordId, index: Index, toIndex: Index },
  (draft, { id, index, toIndex }) => {
    const { line, parts } = partsOf(draft, id);
    const part = partAt(parts, index, line);
    partAt(parts, toIndex, line);
    setList(draft, line, parts, parts.list.toSpliced(index, 1).toSpliced(toIndex, 0, part));
  },
);

/** The copy stands right after the part. */
const duplicate = defineCommand('part.duplicate', { id: RecordId, index: Index }, (draft, { id, index }) => {
  change(draft, id, index, (part) => [part, { ...part, gapBeforeSamples: ZERO_SAMPLES }]);
});

const remove = defineCommand('part.delete', { id: RecordId, index: Index }, (draft, { id, index }) => {
  if (partsOf(draft, id).parts.list.length === 1) {
    throw invalidCommand(`Line "${id}" has only this part. Delete the line instead.`);
  }
  change(draft, id, index, () => []);
});

/** From the end of the part before; negative crosses over. */
const setGap = defineCommand(
  'part.setGap',
  { id: RecordId, index: Index, gapBeforeSamples: SamplesField },
  (draft, { id, index, gapBeforeSamples }) => {
    change(draft, id, index, (part) => [{ ...part, gapBeforeSamples }]);
  },
);

const setGain = defineCommand(
  'part.setGain',
  { id: RecordId, index: Index, gainDb: fields.gainDb },
  (draft, { id, index, gainDb }) => {
    change(draft, id, index, (part) => [{ ...part, gainDb }]);
  },
);

const setFades = defineCommand(
  'part.setFades',
  { id: RecordId, index: Index, fadeInSamples: LengthSamples.optional(), fadeOutSamples: LengthSamples.optional() },
  (draft, { id, index, fadeInSamples, fadeOutSamples }) => {
    change(draft, id, index, (part) => [
      {
        ...part,
        fadeInSamples: fadeInSamples ?? part.fadeInSamples,
        fadeOutSamples: fadeOutSamples ?? part.fadeOutSamples,
      },
    ]);
  },
);

export const PART_COMMANDS = [setParts, trim, split, join, move, duplicate, remove, setGap, setGain, setFades] as const;

/** Puts what `edit` answers in the place of `count` parts from `index` on. */
function change(
  draft: EditDraft,
  lineId: RecordId,
  index: number,
  edit: (part: LinePart, next: LinePart | undefined) => readonly LinePart[],
  count = 1,
): void {
  const { line, parts } = partsOf(draft, lineId);
  const part = partAt(parts, index, line);
  setList(draft, line, parts, parts.list.toSpliced(index, count, ...edit(part, parts.list[index + 1])));
}

function setList(draft: EditDraft, line: Line, parts: LineParts, list: readonly LinePart[]): void {
  draft.update(line, { parts: { ...parts, list } });
}

function partsOf(draft: EditDraft, lineId: RecordId): { readonly line: Line; readonly parts: LineParts } {
  const line = draft.find(lineId, 'line');
  if (line.parts && line.parts.takeId === line.takeId) return { line, parts: line.parts };
  throw invalidCommand(`Line "${lineId}" has no parts of the take it uses. Make them with line.setParts first.`);
}

function partAt(parts: LineParts, index: number, line: Line): LinePart {
  const part = parts.list[index];
  if (part) return part;
  throw invalidCommand(`Line "${line.id}" has ${parts.list.length} parts, and none with the index ${index}.`);
}
