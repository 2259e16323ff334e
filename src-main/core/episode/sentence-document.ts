import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { orderKeyBetween } from '#shared/document/order-key.ts';
import type { Line, Speaker, Track, VoiceBinding } from '#shared/document/records.ts';
import { type NewId, RecordId } from '#shared/ids.ts';

export interface Sentence {
  readonly text: string;
  readonly voice: VoiceBinding;
  readonly direction?: string;
  /** BCP 47. Default: by the text. */
  readonly language?: string;
}

/** An episode of one line: what is said alone goes the way of everything that is said. */
export function sentenceDocument(sentence: Sentence, newId: NewId): { document: EpisodeDocument; line: Line } {
  const language = sentence.language ?? languageOf(sentence.text);
  const empty = newEpisode({ title: 'Sentence', language, kind: 'podcast', newId });
  const order = orderKeyBetween(null, null);
  const track: Track = {
    type: 'track',
    id: RecordId.parse('say-track'),
    order,
    name: 'Voice',
    kind: 'dialogue',
    gainDb: 0,
    pan: 0,
    isMuted: false,
  };
  const speaker: Speaker = {
    type: 'speaker',
    id: RecordId.parse('say-speaker'),
    order,
    name: 'Voice',
    voice: sentence.voice,
    trackId: track.id,
  };
  const line: Line = {
    type: 'line',
    id: RecordId.parse('say-line'),
    order,
    speakerId: speaker.id,
    text: sentence.text,
    gainDb: 0,
    ...(sentence.direction === undefined ? {} : { direction: sentence.direction }),
  };
  return { document: documentOf([...empty.records.values(), track, speaker, line]), line };
}

/** Only where sentences end depends on it here. */
function languageOf(text: string): string {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}
