import { z } from 'zod';
import type { RecordId } from '../../ids.ts';
import { ZERO_SAMPLES } from '../../units.ts';
import { invalidCommand } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { compareOrder } from '../document-index.ts';
import type { EditDraft } from '../edit-draft.ts';
import { speakersOf, tracksOf } from '../episode-document.ts';
import { AfterId, placeAfter } from '../place-in-order.ts';
import { type Anchor, EpisodeRecord, isBlock, type Speaker, type Track } from '../records.ts';
import { mapReferences } from '../references.ts';

/**
 * Records copied from this or another episode (see copy-records.ts), under new ids. The blocks go behind `afterId`.
 * A speaker or track whose name is in the episode already is that one; others are added. A clip or marker whose block
 * did not come along hangs on the first pasted block, or else on the block it was pasted behind.
 */
const paste = defineCommand(
  'records.paste',
  { records: z.array(EpisodeRecord).min(1).readonly(), afterId: AfterId },
  (draft, { records, afterId }) => {
    if (records.some((record) => record.type === 'episode')) {
      throw invalidCommand("An episode's settings cannot be pasted into another.");
    }
    const newIdOf = new Map<RecordId, RecordId>();
    pasteTracks(
      draft,
      records.filter((record) => record.type === 'track'),
      newIdOf,
    );
    pasteSpeakers(
      draft,
      records.filter((record) => record.type === 'speaker'),
      newIdOf,
    );
    const mapped = (record: EpisodeRecord) => mapReferences(record, (id) => newIdOf.get(id) ?? id);

    const blocks = records.filter(isBlock).sort(compareOrder);
    const orders = placeAfter(draft, draft.blocks, afterId, blocks.length);
    blocks.forEach((block, index) => {
      draft.add({ ...mapped(block), order: orders[index]! } as EpisodeRecord);
    });

    const behind = afterId === undefined ? draft.blocks.at(-1)?.id : afterId;
    const fallback = fallbackAnchor(blocks[0]?.id, behind ?? undefined);
    const isThere = (anchor: Anchor) => !('blockId' in anchor) || draft.get(anchor.blockId) !== undefined;
    for (const record of records.map(mapped)) {
      if (record.type === 'marker') {
        draft.add({ ...record, anchor: isThere(record.anchor) ? record.anchor : fallback });
      } else if (record.type === 'clip') {
        const { until, ...clip } = record;
        draft.add({
          ...clip,
          anchor: isThere(clip.anchor) ? clip.anchor : fallback,
          ...(until && isThere(until) ? { until } : {}),
        });
      }
    }
  },
);

export const PASTE_COMMANDS = [paste] as const;

function fallbackAnchor(firstPasted: RecordId | undefined, behind: RecordId | undefined): Anchor {
  if (firstPasted !== undefined) return { blockId: firstPasted, edge: 'start' };
  return behind === undefined ? { atSample: ZERO_SAMPLES } : { blockId: behind, edge: 'end' };
}

function pasteTracks(draft: EditDraft, tracks: readonly Track[], newIdOf: Map<RecordId, RecordId>): void {
  const own = tracksOf(draft.document);
  const names = new Set(own.map((track) => track.name));
  const isSpeech = (track: Track) => track.kind === 'dialogue';
  const strangers: Track[] = [];
  for (const track of tracks) {
    const same = own.find(({ name }) => name === track.name);
    if (same && isSpeech(same) === isSpeech(track)) newIdOf.set(track.id, same.id);
    else strangers.push({ ...track, name: freeName(track.name, names) });
  }
  const orders = placeAfter(draft, own, undefined, strangers.length);
  strangers.forEach((track, index) => {
    draft.add({ ...track, order: orders[index]! });
  });
}

function pasteSpeakers(draft: EditDraft, speakers: readonly Speaker[], newIdOf: Map<RecordId, RecordId>): void {
  const own = speakersOf(draft.document);
  const strangers: Speaker[] = [];
  for (const speaker of speakers) {
    const same = own.find(({ name }) => name === speaker.name);
    if (same) newIdOf.set(speaker.id, same.id);
    else strangers.push(speaker);
  }
  const orders = placeAfter(draft, own, undefined, strangers.length);
  strangers.forEach((speaker, index) => {
    draft.add({ ...speaker, trackId: newIdOf.get(speaker.trackId) ?? speaker.trackId, order: orders[index]! });
  });
}

/** `music 2` where a track for something else is called `music`. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
  taken.add(free);
  return free;
}
