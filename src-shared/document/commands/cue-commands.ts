import { RecordId } from '../../ids.ts';
import { defineCommand } from '../define-command.ts';
import { AfterId, placeAfter } from '../place-in-order.ts';
import { NewSound, soundCommandsOf, soundFieldsOf } from './sound-commands.ts';

/** A sound that takes its own time in the sequence. It is moved and deleted like every block. */
const add = defineCommand('cue.add', { id: RecordId, afterId: AfterId, ...NewSound }, (draft, command) => {
  const [order] = placeAfter(draft, draft.blocks, command.afterId, 1) as [string];
  draft.add({ type: 'cue', id: command.id, order, ...soundFieldsOf(command) });
});

export const CUE_COMMANDS = [add, ...soundCommandsOf('cue')] as const;
