/** Tracks: order, new ones, and where things go when one is deleted. */
import type { Command } from '#shared/document/commands.ts';
import { type EpisodeDocument, tracksOf } from '#shared/document/episode-document.ts';
import { DEFAULT_DUCK } from '#shared/document/new-episode.ts';
import type { Track } from '#shared/document/records.ts';
import { type NewId, RecordId } from '#shared/ids.ts';

/** The last of all, named with the first number that is free. A music track makes room for speech. */
export function addTrack(
  document: EpisodeDocument,
  kind: Track['kind'],
  nameOf: (number: number) => string,
  newId: NewId,
): Command {
  const taken = new Set(tracksOf(document).map(({ name }) => name));
  let number = 1;
  while (taken.has(nameOf(number))) number++;
  const duck = kind === 'music' ? { duck: DEFAULT_DUCK } : {};
  return { type: 'track.add', id: RecordId.parse(newId()), name: nameOf(number), kind, ...duck };
}

/** One place up (−1) or down (1); null: it is at the end already. */
export function shiftTrack(document: EpisodeDocument, id: RecordId, direction: 1 | -1): Command | null {
  const tracks = tracksOf(document);
  const index = tracks.findIndex((track) => track.id === id);
  const to = index + direction;
  if (index === -1 || to < 0 || to >= tracks.length) return null;
  const after = direction === 1 ? tracks[to] : tracks[to - 1];
  return { type: 'track.move', id, afterId: after?.id ?? null };
}

/** Whether anything lies on it or speaks on it. */
export function isTrackUsed({ records }: EpisodeDocument, id: RecordId): boolean {
  for (const record of records.values()) if ('trackId' in record && record.trackId === id) return true;
  return false;
}

/** The nearest track of the same kind, for what lies on one that goes; null: there is none. */
export function trackInstead(document: EpisodeDocument, track: Track): Track | null {
  const tracks = tracksOf(document);
  const index = tracks.findIndex(({ id }) => id === track.id);
  const same = tracks
    .map((other, at) => ({ other, distance: Math.abs(at - index) }))
    .filter(({ other }) => other.id !== track.id && other.kind === track.kind)
    .sort((a, b) => a.distance - b.distance);
  return same[0]?.other ?? null;
}
