import { type BoxPieces, box } from '../mp4-box.ts';
import { type ChapterTexts, textTrack } from './mp4-chapter-track.ts';
import { movieHeader, TEXT_TRACK } from './mp4-headers.ts';
import { type SoundTrackDemand, soundTrack } from './mp4-sound-track.ts';

export interface Mp4Index extends Omit<SoundTrackDemand, 'hasChapters'> {
  readonly chapters: ChapterTexts | null;
  /** Where their texts lie in the file. */
  readonly textStart: number;
  /** A whole `udta` box; null: none. */
  readonly userData: BoxPieces | null;
}

/**
 * The index (`moov`) of a file with one track of AAC and, where there are chapters, one of texts. Its length depends on
 * counts only, not on what stands in the tables.
 */
export function mp4Index(index: Mp4Index): BoxPieces {
  const { chapters, userData, sampleCount, sampleRateHz, language, isLong } = index;
  const text = { language, movieDuration: sampleCount, start: index.textStart, isLong };
  return box(
    'moov',
    movieHeader(sampleRateHz, sampleCount, TEXT_TRACK + 1),
    soundTrack({ ...index, hasChapters: chapters !== null }),
    ...(chapters ? [textTrack(chapters, text)] : []),
    ...(userData ? [userData] : []),
  );
}
