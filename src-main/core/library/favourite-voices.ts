/** Voices a person wants to find again. */
import type { Voice } from '../providers/speech-provider.ts';
import type { ReadableDb, WritableDb } from './database.ts';

type VoiceName = Pick<Voice, 'provider' | 'id'>;

/** Whether a voice is one of them, as it stands now. */
export function favouriteVoices(db: ReadableDb): (voice: VoiceName) => boolean {
  const rows = db.all<{ provider: string; voice_id: string }>('SELECT provider, voice_id FROM favourite_voice');
  const names = new Set(rows.map(({ provider, voice_id }) => JSON.stringify([provider, voice_id])));
  return ({ provider, id }) => names.has(JSON.stringify([provider, id]));
}

export function setFavouriteVoice(db: WritableDb, { provider, id }: VoiceName, isFavourite: boolean): void {
  db.run(
    isFavourite
      ? 'INSERT INTO favourite_voice (provider, voice_id) VALUES ($provider, $id) ON CONFLICT DO NOTHING'
      : 'DELETE FROM favourite_voice WHERE provider = $provider AND voice_id = $id',
    { provider, id },
  );
}
