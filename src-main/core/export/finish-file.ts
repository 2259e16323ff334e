import { ByteReader, fileBytes } from '../audio/byte-reader.ts';
import type { ExportFormat } from './export-format.ts';
import { finishedFlac } from './finish-flac.ts';
import { finishedMp4 } from './finish-mp4.ts';
import { finishedOpus } from './finish-opus.ts';
import { id3v2Tag } from './id3v2.ts';
import { languageCodeOf } from './language-code.ts';
import { userData } from './mp4-tags.ts';
import type { CoverArt, ProgrammeChapter, ProgrammeTags } from './programme-tags.ts';
import { commentsOf } from './vorbis-comment.ts';

export interface FinishDemand {
  readonly format: Exclude<ExportFormat, 'wav'>;
  readonly tags: ProgrammeTags;
  readonly chapters: readonly ProgrammeChapter[];
  readonly cover?: CoverArt;
  readonly signal?: AbortSignal;
}

/** The bytes of an encoder's bare file with tags, chapters and cover put in. */
export async function* finishedFile(demand: FinishDemand, barePath: string): AsyncGenerator<Uint8Array> {
  const { format, tags, chapters, cover, signal } = demand;
  if (format === 'm4a' || format === 'm4b') {
    yield* finishedMp4(barePath, {
      brand: format === 'm4b' && tags.mediaKind === 'audiobook' ? 'M4B ' : 'M4A ',
      language: languageCodeOf(tags.language),
      userData: userData(tags, chapters, cover),
      ...(signal && { signal }),
    });
    return;
  }
  const bare = fileBytes(barePath, signal);
  if (format === 'mp3') {
    yield id3v2Tag(tags, chapters, cover);
    yield* bare;
    return;
  }
  const reader = new ByteReader(bare);
  try {
    const comments = commentsOf(tags, chapters);
    yield* format === 'flac' ? finishedFlac(reader, comments, cover) : finishedOpus(reader, comments, cover);
  } finally {
    await reader.close();
  }
}
