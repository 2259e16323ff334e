import { fileBytes } from '../audio/byte-reader.ts';
import type { ExportFormat } from './export-format.ts';
import { id3v2Tag } from './id3v2.ts';
import type { CoverArt, ProgrammeChapter, ProgrammeTags } from './programme-tags.ts';

export interface FinishDemand {
  readonly format: Exclude<ExportFormat, 'wav'> | ExportFormat;
  readonly tags: ProgrammeTags;
  readonly chapters: readonly ProgrammeChapter[];
  readonly cover?: CoverArt;
  readonly signal?: AbortSignal;
}

/** The bytes of an encoder's bare file with tags, chapters and cover put in. */
export async function* finishedFile(demand: FinishDemand, barePath: string): AsyncGenerator<Uint8Array> {
  if (demand.format === 'mp3') yield id3v2Tag(demand.tags, demand.chapters, demand.cover);
  yield* fileBytes(barePath, demand.signal);
}
