import { z } from 'zod';
import { RecordId } from '../../ids.ts';
import { defineCommand } from '../define-command.ts';
import { AfterId, placeAfter } from '../place-in-order.ts';
import { Line, SamplesField } from '../records.ts';
import { joinLines, splitLine } from './split-and-join.ts';

const fields = Line.unwrap().shape;

/** A new line. `id` is its own. */
const add = defineCommand(
  'line.add',
  {
    id: RecordId,
    afterId: AfterId,
    /** Absent or null: the narrator. */
    speakerId: fields.speakerId.optional(),
    text: fields.text,
    direction: fields.direction,
    isContinuation: fields.isContinuation,
    gainDb: fields.gainDb.optional(),
  },
  (draft, command) => {
    const [order] = placeAfter(draft, draft.blocks, command.afterId, 1) as [string];
    draft.add({
      type: 'line',
      id: command.id,
      order,
      speakerId: command.speakerId ?? null,
      text: command.text,
      ...(command.direction === undefined ? {} : { direction: command.direction }),
      ...(command.isContinuation === undefined ? {} : { isContinuation: command.isContinuation }),
      gainDb: command.gainDb ?? 0,
    });
  },
);

/** The take stays and is stale until the line is spoken again. */
const setText = defineCommand('line.setText', { id: RecordId, text: fields.text }, (draft, { id, text }) => {
  draft.update(draft.find(id, 'line'), { text });
});

/** null: the narrator. */
const setSpeaker = defineCommand(
  'line.setSpeaker',
  { id: RecordId, speakerId: fields.speakerId },
  (draft, { id, speakerId }) => {
    draft.update(draft.find(id, 'line'), { speakerId });
  },
);

/** null: none. */
const setDirection = defineCommand(
  'line.setDirection',
  { id: RecordId, direction: fields.direction.unwrap().nullable() },
  (draft, { id, direction }) => {
    draft.update(draft.find(id, 'line'), { direction: direction ?? undefined });
  },
);

/** null: the automatic gap again. A negative gap overlaps. */
const setGap = defineCommand(
  'line.setGap',
  { id: RecordId, edge: z.enum(['before', 'after']), gapSamples: SamplesField.nullable() },
  (draft, { id, edge, gapSamples }) => {
    const gap = gapSamples ?? undefined;
    draft.update(draft.find(id, 'line'), edge === 'before' ? { gapBeforeSamples: gap } : { gapAfterSamples: gap });
  },
);

/** Whether the line follows the one before it in the same paragraph. */
const setContinuation = defineCommand(
  'line.setContinuation',
  { id: RecordId, isContinuation: z.boolean() },
  (draft, { id, isContinuation }) => {
    draft.update(draft.find(id, 'line'), { isContinuation: isContinuation || undefined });
  },
);

const setGain = defineCommand('line.setGain', { id: RecordId, gainDb: fields.gainDb }, (draft, { id, gainDb }) => {
  draft.update(draft.find(id, 'line'), { gainDb });
});

/** Cuts the text before the UTF-16 unit `atOffset`; the second half becomes the line `newId`. */
const split = defineCommand(
  'line.split',
  { id: RecordId, atOffset: z.number().int().positive(), newId: RecordId },
  (draft, { id, atOffset, newId }) => splitLine(draft, draft.find(id, 'line'), atOffset, newId),
);

/** Makes the line and the one right after it one. */
const join = defineCommand('line.join', { id: RecordId }, (draft, { id }) => joinLines(draft, draft.find(id, 'line')));

export const LINE_COMMANDS = [
  add,
  setText,
  setSpeaker,
  setDirection,
  setGap,
  setContinuation,
  setGain,
  split,
  join,
] as const;
