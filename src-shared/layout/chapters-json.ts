import { samplesToMs } from '../units.ts';
import type { Chapter } from './layout.ts';

/**
 * Podcasting 2.0 JSON chapters, version 1.2 (`application/json+chapters`). Times in seconds, to the millisecond.
 * The format knows no levels: nested chapters follow one another.
 */
export function printChaptersJson(chapters: readonly Chapter[]): string {
  const seconds = (sample: Chapter['startSample']) => Math.round(samplesToMs(sample)) / 1000;
  const list = chapters.map((chapter) => ({
    startTime: seconds(chapter.startSample),
    endTime: seconds(chapter.endSample),
    title: chapter.title,
  }));
  return `${JSON.stringify({ version: '1.2.0', chapters: list }, null, 2)}\n`;
}
