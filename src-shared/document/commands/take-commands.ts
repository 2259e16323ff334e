import { RecordId, TakeId } from '../../ids.ts';
import { defineCommand } from '../define-command.ts';

/** Which of its takes a line or spoken heading uses; null: none. */
const choose = defineCommand('take.choose', { id: RecordId, takeId: TakeId.nullable() }, (draft, { id, takeId }) => {
  draft.update(draft.find(id, 'line', 'heading'), { takeId: takeId ?? undefined });
});

/** A take that has just been spoken. Saved like any edit, but it makes no undo entry and undoing another loses nothing of it. */
const attach = defineCommand(
  'take.attach',
  { id: RecordId, takeId: TakeId },
  (draft, { id, takeId }) => {
    draft.update(draft.find(id, 'line', 'heading'), { takeId });
  },
  { isUndoable: false },
);

export const TAKE_COMMANDS = [choose, attach] as const;
