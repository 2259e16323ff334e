import { harmlessLine, timecode } from './caption-file-text.ts';
import { type Caption, captionLabel } from './captions.ts';

/** SubRip: numbered captions, the speaker as `Name:` where another begins. UTF-8, lines end with LF. */
export function printSrt(captions: readonly Caption[]): string {
  return captions
    .map((caption, index) => {
      const times = `${timecode(caption.startSample, ',')} --> ${timecode(caption.endSample, ',')}`;
      const label = caption.isNewSpeaker && caption.speaker !== null ? captionLabel(caption.speaker) : '';
      const [first = '', ...rest] = caption.lines;
      const lines = [label + first, ...rest].map(srtLine).filter((line) => line !== '');
      return `${index + 1}\n${times}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

/**
 * SubRip has no escapes, and players read `<…>` as markup and some `&…;` as a character: angle brackets become the
 * quotation marks that look like them, and an ampersand that would begin a character becomes a wide one.
 */
function srtLine(text: string): string {
  return harmlessLine(text)
    .replace(/</gu, '‹')
    .replace(/>/gu, '›')
    .replace(/&(?=#?\w+;)/gu, '＆');
}
