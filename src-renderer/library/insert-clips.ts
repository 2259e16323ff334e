/** Sounds of the library onto the timeline. */
import type { Command } from '#shared/document/commands.ts';
import { type EpisodeDocument, tracksOf } from '#shared/document/episode-document.ts';
import type { Track } from '#shared/document/records.ts';
import { type NewId, RecordId } from '#shared/ids.ts';
import type { Layout } from '#shared/layout/layout.ts';
import { samples } from '#shared/units.ts';
import { anchorSample, nearestBlockAnchor } from '../timeline/edits/anchors.ts';
import type { ClipSound } from './clip-sounds.ts';

export interface InsertPlace {
  readonly atSample: number;
  /** Where they were dropped; null: the track that suits what they are. */
  readonly trackId: RecordId | null;
}

/**
 * One after the other from the place on, each hung on the block it is nearest to, so that it moves along with the words.
 * Music goes to a music track; anything else, speech too, to a track for effects, where it is not turned down under
 * itself. A track that is needed and not there is made.
 */
export function insertSounds(
  episode: { readonly document: EpisodeDocument; readonly layout: Layout },
  sounds: readonly ClipSound[],
  place: InsertPlace,
  newId: NewId,
): { readonly commands: readonly Command[]; readonly ids: readonly RecordId[] } {
  const tracks = tracksOf(episode.document);
  const commands: Command[] = [];
  const made = new Map<Track['kind'], RecordId>();
  const trackFor = (kind: 'music' | 'effects'): RecordId => {
    const chosen = tracks.find(({ id }) => id === place.trackId && id !== null);
    if (chosen && chosen.kind !== 'dialogue') return chosen.id;
    const known = tracks.find((track) => track.kind === kind)?.id ?? made.get(kind);
    if (known !== undefined) return known;
    const id = RecordId.parse(newId());
    made.set(kind, id);
    commands.push({ type: 'track.add', id, afterId: tracks.at(-1)?.id ?? null, name: kind, kind });
    return id;
  };
  const ids: RecordId[] = [];
  let at = Math.max(0, Math.round(place.atSample));
  for (const sound of sounds) {
    const id = RecordId.parse(newId());
    const anchor = nearestBlockAnchor(episode.layout, at) ?? { atSample: samples(0) };
    const trackId = trackFor(sound.kind === 'music' ? 'music' : 'effects');
    const offsetSamples = samples(at - anchorSample(episode.layout, anchor));
    commands.push({
      type: 'clip.add',
      id,
      trackId,
      title: sound.title.slice(0, 500),
      assetId: sound.assetId,
      anchor,
      offsetSamples,
    });
    ids.push(id);
    at += sound.durationSamples;
  }
  return { commands, ids };
}
