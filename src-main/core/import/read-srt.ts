/** SubRip: a number, `00:00:01,000 --> 00:00:02,500`, lines of text, a blank line. */
import { addCues, type CaptionCue, decodeReferences } from './caption-cues.ts';
import { CUE_TIMES } from './cue-times.ts';
import type { ManuscriptBuilder } from './manuscript-builder.ts';

export function readSrt(text: string, builder: ManuscriptBuilder): void {
  const lines = text.split(/\r\n?|\n/);
  const cues: CaptionCue[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index]?.trim() ?? '';
    if (line === '') {
      index += 1;
      continue;
    }
    const timesAt = /^\d+$/.test(line) ? index + 1 : index;
    if (!CUE_TIMES.test(lines[timesAt] ?? '')) {
      builder.report(timesAt + 1, 'Times such as 00:00:01,000 --> 00:00:02,500 are expected here.');
      index = skipToBlank(lines, index);
      continue;
    }
    const end = skipToBlank(lines, timesAt + 1);
    cues.push({ line: timesAt + 2, speaker: null, text: plainText(lines.slice(timesAt + 1, end).join('\n')) });
    index = end;
  }
  addCues(cues, builder);
}

function skipToBlank(lines: readonly string[], from: number): number {
  let index = from;
  while (index < lines.length && lines[index]?.trim() !== '') index += 1;
  return index;
}

/** Without the tags players know: `<i>`, `<font color=…>`, `{\an8}`. A pause `<#0.8#>` is no tag. */
function plainText(text: string): string {
  return decodeReferences(text.replace(/<\/?[a-z][^<>]{0,200}>|\{\\[^{}]{0,200}\}/gi, ''));
}
