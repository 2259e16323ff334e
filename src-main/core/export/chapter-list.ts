import { AppError } from '#shared/errors.ts';
import { maxSamples, minSamples, type Samples, ZERO_SAMPLES } from '#shared/units.ts';
import type { ExportFormat } from './export-format.ts';
import type { ProgrammeChapter } from './programme-tags.ts';

/**
 * Chapters as every container can hold them: in order, inside the programme, the first from its very beginning (MP4 shows
 * nothing before it otherwise), each up to the next, none without length or name.
 */
export function chaptersFor(
  chapters: readonly ProgrammeChapter[],
  durationSamples: Samples,
): readonly ProgrammeChapter[] {
  const starts = chapters
    .map((chapter) => ({ ...chapter, startSample: maxSamples(chapter.startSample, ZERO_SAMPLES) }))
    .filter(({ startSample }) => startSample < durationSamples)
    .sort((a, b) => a.startSample - b.startSample);
  return starts
    .map(({ title, startSample }, index) => ({
      title: title.trim() === '' ? `Chapter ${index + 1}` : title,
      startSample: index === 0 ? ZERO_SAMPLES : startSample,
      endSample: minSamples(starts[index + 1]?.startSample ?? durationSamples, durationSamples),
    }))
    .filter(({ startSample, endSample }) => endSample > startSample);
}

/** Tables of contents of 255 entries, two deep; and chapter comments have three digits. */
const MOST_CHAPTERS: Readonly<Partial<Record<ExportFormat, number>>> = { mp3: 255 * 255, opus: 999, flac: 999 };

/** Throws AppError `invalid-input` where a format cannot number so many: better now than after the encoding. */
export function refuseTooMany(chapters: readonly ProgrammeChapter[], format: ExportFormat): void {
  const most = MOST_CHAPTERS[format];
  if (most === undefined || chapters.length <= most) return;
  throw new AppError({
    code: 'invalid-input',
    message: `A file of format ${format} can carry ${most} chapters, and there are ${chapters.length}. Choose m4b, or split the episode.`,
    details: { format, chapters: chapters.length, most },
  });
}
