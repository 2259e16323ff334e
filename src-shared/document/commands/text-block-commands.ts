/** Headings, pauses and notes. */
import { RecordId } from '../../ids.ts';
import { defineCommand } from '../define-command.ts';
import { AfterId, placeAfter } from '../place-in-order.ts';
import { Heading, Note, Pause } from '../records.ts';

const heading = Heading.unwrap().shape;
const pause = Pause.unwrap().shape;
const note = Note.unwrap().shape;

const addHeading = defineCommand(
  'heading.add',
  {
    id: RecordId,
    afterId: AfterId,
    level: heading.level,
    text: heading.text,
    isSpoken: heading.isSpoken,
  },
  (draft, { id, afterId, level, text, isSpoken }) => {
    const [order] = placeAfter(draft, draft.blocks, afterId, 1) as [string];
    draft.add({ type: 'heading', id, order, level, text, isSpoken });
  },
);

const setHeadingText = defineCommand('heading.setText', { id: RecordId, text: heading.text }, (draft, { id, text }) => {
  draft.update(draft.find(id, 'heading'), { text });
});

const setHeadingLevel = defineCommand(
  'heading.setLevel',
  { id: RecordId, level: heading.level },
  (draft, { id, level }) => {
    draft.update(draft.find(id, 'heading'), { level });
  },
);

const setHeadingSpoken = defineCommand(
  'heading.setSpoken',
  { id: RecordId, isSpoken: heading.isSpoken },
  (draft, { id, isSpoken }) => {
    draft.update(draft.find(id, 'heading'), { isSpoken });
  },
);

const addPause = defineCommand(
  'pause.add',
  { id: RecordId, afterId: AfterId, durationSamples: pause.durationSamples },
  (draft, { id, afterId, durationSamples }) => {
    const [order] = placeAfter(draft, draft.blocks, afterId, 1) as [string];
    draft.add({ type: 'pause', id, order, durationSamples });
  },
);

const setPauseDuration = defineCommand(
  'pause.setDuration',
  { id: RecordId, durationSamples: pause.durationSamples },
  (draft, { id, durationSamples }) => {
    draft.update(draft.find(id, 'pause'), { durationSamples });
  },
);

const addNote = defineCommand(
  'note.add',
  { id: RecordId, afterId: AfterId, text: note.text },
  (draft, { id, afterId, text }) => {
    const [order] = placeAfter(draft, draft.blocks, afterId, 1) as [string];
    draft.add({ type: 'note', id, order, text });
  },
);

const setNoteText = defineCommand('note.setText', { id: RecordId, text: note.text }, (draft, { id, text }) => {
  draft.update(draft.find(id, 'note'), { text });
});

export const TEXT_BLOCK_COMMANDS = [
  addHeading,
  setHeadingText,
  setHeadingLevel,
  setHeadingSpoken,
  addPause,
  setPauseDuration,
  addNote,
  setNoteText,
] as const;
