import { RecordId } from '../../ids.ts';
import { invalidCommand } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { tracksOf } from '../episode-document.ts';
import { AfterId, moveAfter, placeAfter } from '../place-in-order.ts';
import { Track } from '../records.ts';

const fields = Track.unwrap().shape;

const add = defineCommand(
  'track.add',
  {
    id: RecordId,
    afterId: AfterId,
    name: fields.name,
    kind: fields.kind,
    gainDb: fields.gainDb.optional(),
    pan: fields.pan.optional(),
    duck: fields.duck,
  },
  (draft, { id, afterId, name, kind, gainDb, pan, duck }) => {
    const [order] = placeAfter(draft, tracksOf(draft.document), afterId, 1) as [string];
    draft.add({
      type: 'track',
      id,
      order,
      name,
      kind,
      gainDb: gainDb ?? 0,
      pan: pan ?? 0,
      isMuted: false,
      ...(duck === undefined ? {} : { duck }),
    });
  },
);

const rename = defineCommand('track.rename', { id: RecordId, name: fields.name }, (draft, { id, name }) => {
  draft.update(draft.find(id, 'track'), { name });
});

const setKind = defineCommand('track.setKind', { id: RecordId, kind: fields.kind }, (draft, { id, kind }) => {
  draft.update(draft.find(id, 'track'), { kind });
});

const setGain = defineCommand('track.setGain', { id: RecordId, gainDb: fields.gainDb }, (draft, { id, gainDb }) => {
  draft.update(draft.find(id, 'track'), { gainDb });
});

const setPan = defineCommand('track.setPan', { id: RecordId, pan: fields.pan }, (draft, { id, pan }) => {
  draft.update(draft.find(id, 'track'), { pan });
});

const setMuted = defineCommand(
  'track.setMuted',
  { id: RecordId, isMuted: fields.isMuted },
  (draft, { id, isMuted }) => {
    draft.update(draft.find(id, 'track'), { isMuted });
  },
);

/** null: it does not make room for speech. */
const setDuck = defineCommand(
  'track.setDuck',
  { id: RecordId, duck: fields.duck.unwrap().nullable() },
  (draft, { id, duck }) => {
    draft.update(draft.find(id, 'track'), { duck: duck ?? undefined });
  },
);

const move = defineCommand('track.move', { id: RecordId, afterId: AfterId }, (draft, { id, afterId }) => {
  draft.find(id, 'track');
  moveAfter(draft, tracksOf(draft.document), new Set([id]), afterId);
});

/** A track in use goes only when it is said where what lies on it goes. */
const remove = defineCommand(
  'track.delete',
  { id: RecordId, reassignTo: RecordId.optional() },
  (draft, { id, reassignTo }) => {
    const { name } = draft.find(id, 'track');
    if (reassignTo === id) throw invalidCommand(`What lies on "${name}" cannot be moved to "${name}".`);
    for (const record of draft.document.records.values()) {
      if (!('trackId' in record) || record.trackId !== id) continue;
      if (reassignTo === undefined) {
        throw invalidCommand(`The track "${name}" is in use. Say in reassignTo where what lies on it goes.`);
      }
      draft.update(record, { trackId: reassignTo });
    }
    draft.remove(id);
  },
);

export const TRACK_COMMANDS = [add, rename, setKind, setGain, setPan, setMuted, setDuck, move, remove] as const;
