import i18next from 'i18next';
import type { RecordId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import type { Studio } from '../app/studio.ts';
import { shortTime } from '../episode/time-text.ts';
import { type ClipSound, soundsOf } from './clip-sounds.ts';
import { clipTitle } from './clip-texts.ts';
import { insertSounds } from './insert-clips.ts';

/** What is chosen in the library, as sounds. Words that nobody has spoken are none. */
export function chosenSounds({ library }: Studio): readonly ClipSound[] {
  return soundsOf(library.chosenRows, library.state.assets, (clip) => clipTitle(clip, i18next.t));
}

/** The chosen clips, one after the other from the playhead on; one entry of the history, and a line that says so. */
export function insertChosen(studio: Studio): void {
  insertAt(studio, chosenSounds(studio), { atSample: studio.positionSample, trackId: null });
}

/** Answers the ids of the clips that were made; none where nothing could be inserted. */
export function insertAt(
  studio: Studio,
  sounds: readonly ClipSound[],
  place: { readonly atSample: number; readonly trackId: RecordId | null },
): readonly RecordId[] {
  const { session, episode } = studio.state;
  if (sounds.length === 0) return [];
  if (!session || !episode) {
    studio.showNotice({ text: i18next.t('library.noEpisode') });
    return [];
  }
  // Before the core tells of them, so that they lie there at once.
  const assets = sounds.flatMap(({ assetId }) => studio.library.state.assets.get(assetId) ?? []);
  session.addMedia({ takes: [], assets });
  const { commands, ids } = insertSounds(episode, sounds, place, () => crypto.randomUUID());
  const title = shortTitle(sounds[0]?.title ?? '');
  const isDone = session.edit(commands, {
    label: i18next.t('library.insertLabel', { count: sounds.length, title }),
  });
  if (!isDone) return [];
  studio.showNotice({
    text: i18next.t('library.inserted', {
      count: sounds.length,
      title,
      time: shortTime(samples(Math.round(place.atSample))),
      episode: episode.summary.title,
    }),
    undo: () => session.undo(),
  });
  return ids;
}

const LONGEST_TITLE = 60;

/** A take may be a whole paragraph. */
function shortTitle(title: string): string {
  const letters = Array.from(title);
  return letters.length > LONGEST_TITLE ? `${letters.slice(0, LONGEST_TITLE).join('')}…` : title;
}
