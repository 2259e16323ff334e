import { z } from 'zod';
import { RecordId } from '../../ids.ts';
import { invalidCommand } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { removeBlocks } from '../move-anchors.ts';
import { AfterId, moveAfter, placeAfter } from '../place-in-order.ts';

const Ids = z.array(RecordId).min(1).readonly();

/** Moves blocks behind another; they keep their order among themselves, and what hangs on them goes with them. */
const move = defineCommand('block.move', { ids: Ids, afterId: AfterId }, (draft, { ids, afterId }) => {
  for (const id of ids) draft.findBlock(id);
  moveAfter(draft, draft.blocks, new Set(ids), afterId);
});

const remove = defineCommand('block.delete', { ids: Ids }, (draft, { ids }) => {
  for (const id of ids) draft.findBlock(id);
  removeBlocks(draft, new Set(ids));
});

/** Copies blocks, with their takes, behind the last of them or where `afterId` says. `newIds` are those of the copies. */
const duplicate = defineCommand(
  'block.duplicate',
  { ids: Ids, newIds: Ids, afterId: AfterId },
  (draft, { ids, newIds, afterId }) => {
    if (ids.length !== newIds.length || new Set(ids).size !== ids.length) {
      throw invalidCommand('Every block to duplicate is named once and needs one new id.');
    }
    const newIdOf = new Map(ids.map((id, index) => [draft.findBlock(id).id, newIds[index]!]));
    const originals = draft.blocks.filter((block) => newIdOf.has(block.id));
    const orders = placeAfter(draft, draft.blocks, afterId === undefined ? originals.at(-1)?.id : afterId, ids.length);
    originals.forEach((block, index) => {
      draft.add({ ...block, id: newIdOf.get(block.id)!, order: orders[index]! });
    });
  },
);

export const BLOCK_COMMANDS = [move, remove, duplicate] as const;
