/** Which reader a file needs: by what is in it first, because names lie, then by its name. */

import { CUE_TIMES } from './cue-times.ts';
import { refusal } from './decode-text.ts';

export type TextFormat = 'script' | 'text' | 'fountain' | 'csv' | 'srt' | 'vtt';

/** Beginnings of files that are no manuscripts Lectern can read, with what to do about each. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['%PDF', 'This is a PDF, in which paragraphs are lost. Save the text as DOCX, EPUB or plain text.'],
  ['{\\rtf', 'This is a rich text file. Save it as DOCX.'],
  ['\u00d0\u00cf\u0011\u00e0', 'This is a document of an old word processor. Save it as DOCX.'],
  ['ID3', 'This is a sound, not a manuscript. Import it as audio.'],
  ['RIFF', 'This is a sound, not a manuscript. Import it as audio.'],
  ['fLaC', 'This is a sound, not a manuscript. Import it as audio.'],
  ['OggS', 'This is a sound, not a manuscript. Import it as audio.'],
  ['\u0089PNG', 'This is a picture, not a manuscript.'],
  ['\u00ff\u00d8\u00ff', 'This is a picture, not a manuscript.'],
];

/** Throws AppError `invalid-input` for an empty file and for kinds that are told by their first bytes. */
export function detectBinary(bytes: Uint8Array, fileName: string): 'zip' | null {
  if (bytes.length === 0) throw refusal(fileName, 'This file is empty.');
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  const refused = REFUSED.find(([beginning]) => start.startsWith(beginning));
  if (refused) throw refusal(fileName, refused[1]);
  return start.startsWith('PK\u0003\u0004') || start.startsWith('PK\u0005\u0006') ? 'zip' : null;
}

const BY_EXTENSION: Readonly<Record<string, TextFormat>> = {
  md: 'script',
  markdown: 'script',
  mdown: 'script',
  fountain: 'fountain',
  spmd: 'fountain',
  csv: 'csv',
  tsv: 'csv',
  srt: 'srt',
  vtt: 'vtt',
  webvtt: 'vtt',
};

/** Throws AppError `invalid-input` for a web page. */
export function detectText(text: string, fileName: string): TextFormat {
  const start = text.trimStart().slice(0, 2_000);
  if (/^(?:<!doctype html|<html[\s>])/i.test(start)) {
    throw refusal(fileName, 'This is a web page. Save its text as plain text, DOCX or EPUB.');
  }
  if (/^WEBVTT(?:[ \t\r\n]|$)/.test(start)) return 'vtt';
  const [first = '', second = ''] = start.split(/\r\n?|\n/);
  if (/^\d+[ \t]*$/.test(first) && CUE_TIMES.test(second)) return 'srt';
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const named = BY_EXTENSION[extension];
  if (named) return named;
  // A script is one whatever its name: nothing else begins like this.
  return /^---[ \t]*\r?\n(?:[^\n]*\n){0,20}?(?:title|author|cast|language|kind|tracks|gaps):/.test(start)
    ? 'script'
    : 'text';
}
