import type { ProgrammeChapter } from './programme-tags.ts';
import { cleanText, cutUtf8 } from './programme-tags.ts';

/** ffmpeg up to 4.1 reads lines of at most 1,023 bytes and drops the rest, characters in half included. */
const LONGEST_LINE = 1000;
const SPECIAL = /[=;#\\\n]/g;

/** Chapters in ffmpeg's own text form, in samples of the project, titles escaped. */
export function printFfmetadata(chapters: readonly ProgrammeChapter[], rateHz: number): string {
  const sections = chapters.map(({ title, startSample, endSample }) =>
    [
      '[CHAPTER]',
      `TIMEBASE=1/${rateHz}`,
      `START=${startSample}`,
      `END=${endSample}`,
      `title=${escapedTitle(title)}`,
    ].join('\n'),
  );
  return [';FFMETADATA1', ...sections, ''].join('\n');
}

/** Escaping doubles bytes, so the title is shortened until the line fits. */
function escapedTitle(title: string): string {
  const clean = cleanText(title).replaceAll('\r', '');
  for (let limit = LONGEST_LINE; ; limit -= 50) {
    const escaped = new TextDecoder().decode(cutUtf8(clean, limit)).replace(SPECIAL, '\\$&');
    if (Buffer.byteLength(escaped) <= LONGEST_LINE) return escaped;
  }
}
