import { harmlessLine, timecode } from './caption-file-text.ts';
import type { Caption } from './captions.ts';

/** WebVTT with a voice span for every speaker. UTF-8, lines end with LF. */
export function printWebVtt(captions: readonly Caption[]): string {
  const cues = captions.map((caption, index) => {
    const times = `${timecode(caption.startSample, '.')} --> ${timecode(caption.endSample, '.')}`;
    const lines = caption.lines.map(escapeText).filter((line) => line !== '');
    const name = caption.speaker === null ? '' : escapeText(caption.speaker);
    return `${index + 1}\n${times}\n${name === '' ? '' : `<v ${name}>`}${lines.join('\n')}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

/** `>` as well, because no text may contain `-->`. */
function escapeText(text: string): string {
  return harmlessLine(text).replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');
}
