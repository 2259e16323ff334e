import { z } from 'zod';
import { RecordId } from '../../ids.ts';
import { ZERO_SAMPLES } from '../../units.ts';
import { defineCommand } from '../define-command.ts';
import { Marker, SamplesField } from '../records.ts';

const fields = Marker.unwrap().shape;

const add = defineCommand(
  'marker.add',
  { id: RecordId, anchor: fields.anchor, offsetSamples: SamplesField.optional(), text: fields.text },
  (draft, { id, anchor, offsetSamples, text }) => {
    draft.add({ type: 'marker', id, anchor, offsetSamples: offsetSamples ?? ZERO_SAMPLES, text });
  },
);

const setText = defineCommand('marker.setText', { id: RecordId, text: fields.text }, (draft, { id, text }) => {
  draft.update(draft.find(id, 'marker'), { text });
});

/** What is left out stays. */
const move = defineCommand(
  'marker.move',
  { id: RecordId, anchor: fields.anchor.optional(), offsetSamples: SamplesField.optional() },
  (draft, { id, anchor, offsetSamples }) => {
    const marker = draft.find(id, 'marker');
    draft.update(marker, {
      anchor: anchor ?? marker.anchor,
      offsetSamples: offsetSamples ?? marker.offsetSamples,
    });
  },
);

const remove = defineCommand('marker.delete', { ids: z.array(RecordId).min(1).readonly() }, (draft, { ids }) => {
  for (const id of ids) draft.find(id, 'marker');
  for (const id of ids) draft.remove(id);
});

export const MARKER_COMMANDS = [add, setText, move, remove] as const;
