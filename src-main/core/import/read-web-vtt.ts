/** WebVTT (www.w3.org/TR/webvtt1): cues with `<v Name>`, notes, styles and regions. */
import { addCues, type CaptionCue, decodeReferences } from './caption-cues.ts';
import { CUE_TIMES } from './cue-times.ts';
import type { ManuscriptBuilder } from './manuscript-builder.ts';

interface Passage {
  readonly line: number;
  readonly lines: readonly string[];
}

export function readWebVtt(text: string, builder: ManuscriptBuilder): void {
  const [header, ...passages] = passagesOf(text);
  if (!header || !/^WEBVTT(?:[ \t]|$)/.test(header.lines[0] ?? '')) {
    builder.report(header?.line ?? 1, 'A WebVTT file begins with a line of WEBVTT.');
    return;
  }
  const cues: CaptionCue[] = [];
  for (const passage of passages) readPassage(passage, cues, builder);
  addCues(cues, builder);
}

function passagesOf(text: string): readonly Passage[] {
  const passages: { line: number; lines: string[] }[] = [];
  let isOpen = false;
  text.split(/\r\n?|\n/).forEach((line, index) => {
    if (line.trim() === '') isOpen = false;
    else if (isOpen) passages.at(-1)?.lines.push(line);
    else {
      passages.push({ line: index + 1, lines: [line] });
      isOpen = true;
    }
  });
  return passages;
}

function readPassage({ line, lines }: Passage, cues: CaptionCue[], builder: ManuscriptBuilder): void {
  const keyword = /^(NOTE|STYLE|REGION)(?:\s|$)/.exec(lines[0] ?? '')?.[1];
  if (keyword === 'NOTE') {
    builder.drop(line, `note "${[(lines[0] ?? '').slice(4), ...lines.slice(1)].join(' ').trim()}"`);
    return;
  }
  if (keyword) {
    builder.drop(line, keyword === 'STYLE' ? 'styles' : 'a region');
    return;
  }
  // An identifier may stand before the times.
  const timesAt = lines.findIndex((source) => source.includes('-->'));
  if (timesAt < 0 || timesAt > 1 || !CUE_TIMES.test(lines[timesAt] ?? '')) {
    builder.report(line + Math.max(timesAt, 0), 'Times such as 00:01.000 --> 00:02.500 are expected here.');
    return;
  }
  const first = line + timesAt + 1;
  cues.push(...voicesIn(lines.slice(timesAt + 1).join('\n'), first));
}

const VOICE = /<v(?:\.[^\s<>]*)?[ \t]+([^<>]+)>/gi;

/** One cue for each voice; what stands before the first names nobody. */
function voicesIn(source: string, firstLine: number): readonly CaptionCue[] {
  const cues: CaptionCue[] = [];
  let speaker: string | null = null;
  let position = 0;
  const add = (end: number) => {
    const piece = source.slice(position, end);
    const leading = piece.length - piece.trimStart().length;
    const line = firstLine + source.slice(0, position + leading).split('\n').length - 1;
    const text = plainText(piece).trim();
    if (text !== '') cues.push({ line, speaker, text });
  };
  for (const match of source.matchAll(VOICE)) {
    add(match.index);
    speaker = decodeReferences(match[1] ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    position = match.index + match[0].length;
  }
  add(source.length);
  return cues;
}

/** Without tags (classes, emphasis, languages, times of words); what ruby says above the signs is dropped with them. */
function plainText(source: string): string {
  return decodeReferences(source.replace(/<rt>[^<]*(?:<\/rt>)?/gi, '').replace(/<\/?[a-z\d][^<>]{0,500}>|<\/>/gi, ''));
}
