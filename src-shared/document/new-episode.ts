import { type NewId, RecordId } from '../ids.ts';
import { documentOf, type EpisodeDocument } from './episode-document.ts';
import { orderKeysBetween } from './order-key.ts';
import { type Duck, EPISODE_RECORD_ID, type EpisodeSettings, type Track } from './records.ts';

/** 12 dB out of the way within 150 ms, back over half a second once speech has been gone for 200 ms. */
export const DEFAULT_DUCK: Duck = { depthDb: 12, attackMs: 150, holdMs: 200, releaseMs: 500 };

/**
 * An empty episode: its settings, a dialogue track (where a voice that belongs to nobody in the cast is heard),
 * a music track that makes room for speech, and an effects track.
 */
export function newEpisode(init: {
  readonly title: string;
  readonly language: string;
  readonly kind: EpisodeSettings['kind'];
  readonly newId: NewId;
}): EpisodeDocument {
  const [dialogueOrder, musicOrder, effectsOrder] = orderKeysBetween(null, null, 3) as [string, string, string];
  const track = (order: string, kind: Track['kind'], name: string): Track => ({
    type: 'track',
    id: RecordId.parse(init.newId()),
    order,
    name,
    kind,
    gainDb: 0,
    pan: 0,
    isMuted: false,
  });
  return documentOf([
    { type: 'episode', id: EPISODE_RECORD_ID, title: init.title, language: init.language, kind: init.kind },
    track(dialogueOrder, 'dialogue', 'dialogue'),
    { ...track(musicOrder, 'music', 'music'), duck: DEFAULT_DUCK },
    track(effectsOrder, 'effects', 'effects'),
  ]);
}
