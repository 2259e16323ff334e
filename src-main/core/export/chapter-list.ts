import { maxSamples, minSamples, type Samples, ZERO_SAMPLES } from '#shared/units.ts';
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
