/**
 * What is true of every episode. Commands are checked against these after they ran, so that no sequence of edits,
 * whoever sent them, leaves a document that another part of the program has to repair.
 */
import { checkRecord } from './check-record.ts';
import { invalidCommand } from './command-error.ts';
import type { RecordsDiff } from './diff.ts';
import { positionIn } from './document-index.ts';
import { blocksOf, type EpisodeDocument, speakersOf, tracksOf } from './episode-document.ts';
import { EPISODE_RECORD_ID, type EpisodeRecord, isBlock } from './records.ts';
import { referencesOf } from './references.ts';

/** Checks a whole document, for one that comes from outside. Throws AppError `invalid-command` naming the first fault. */
export function checkInvariants(document: EpisodeDocument): void {
  for (const [id, record] of document.records) {
    if (id !== record.id) throw invalidCommand(`The record "${record.id}" is filed under "${id}".`);
  }
  for (const record of document.records.values()) {
    checkRecord(document, record);
    checkOrderIsUnique(document, record);
  }
  checkWhole(document);
}

/** Checks what an edit may have broken, in time proportional to the edit. `document` is the one after it. */
export function checkEdit(document: EpisodeDocument, diff: RecordsDiff): void {
  for (const record of diff.added) checkChanged(document, record);
  for (const [from, to] of diff.updated) {
    if (from.type !== to.type) throw invalidCommand(`The ${from.type} "${from.id}" cannot become a ${to.type}.`);
    checkChanged(document, to);
  }
  const lost = new Set<string>(diff.removed.map((record) => record.id));
  const changedTracks = diff.updated.filter(([from, to]) => isOtherKind(from, to)).map(([, to]) => to.id);
  if (lost.size + changedTracks.length > 0) {
    const touched = new Set<string>([...lost, ...changedTracks]);
    for (const record of document.records.values()) {
      if (referencesOf(record).some((id) => touched.has(id))) checkRecord(document, record);
    }
  }
  checkWhole(document);
}

function checkChanged(document: EpisodeDocument, record: EpisodeRecord): void {
  checkRecord(document, record);
  checkOrderIsUnique(document, record);
}

function isOtherKind(from: EpisodeRecord, to: EpisodeRecord): boolean {
  return from.type === 'track' && to.type === 'track' && from.kind !== to.kind;
}

function checkOrderIsUnique(document: EpisodeDocument, record: EpisodeRecord): void {
  const siblings = siblingsOf(document, record);
  if (!siblings || !('order' in record)) return;
  const position = positionIn(siblings, record);
  const neighbours = [siblings[position - 1], siblings[position + 1]];
  const twin = neighbours.find((sibling) => sibling?.order === record.order);
  if (twin) throw invalidCommand(`"${record.id}" and "${twin.id}" have the same place in the order.`);
}

function siblingsOf(document: EpisodeDocument, record: EpisodeRecord) {
  if (isBlock(record)) return blocksOf(document);
  if (record.type === 'speaker') return speakersOf(document);
  return record.type === 'track' ? tracksOf(document) : null;
}

/** Names are how a script refers to voices and tracks; a track for speech is where a line without a cast is heard. */
function checkWhole(document: EpisodeDocument): void {
  if (document.records.get(EPISODE_RECORD_ID)?.type !== 'episode') {
    throw invalidCommand("The episode's settings cannot be missing.");
  }
  for (const [what, records] of [
    ['speakers', speakersOf(document)],
    ['tracks', tracksOf(document)],
  ] as const) {
    const names = new Set<string>();
    for (const { name } of records) {
      if (names.has(name)) throw invalidCommand(`Two ${what} cannot both be called "${name}".`);
      names.add(name);
    }
  }
  if (!tracksOf(document).some((track) => track.kind === 'dialogue')) {
    throw invalidCommand('An episode needs at least one dialogue track.');
  }
}
