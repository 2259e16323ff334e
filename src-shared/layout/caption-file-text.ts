import { type Samples, samplesToMs } from '../units.ts';

/** Turns of writing direction that reach past the caption and turn the next one round; and control characters. */
const HARMFUL = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line of text without what could end it, hide it or turn its neighbours round. */
export function harmlessLine(text: string): string {
  return text
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .replace(HARMFUL, '')
    .trim();
}

/** `01:02:03,456` with the given sign before the milliseconds. */
export function timecode(sample: Samples, separator: ',' | '.'): string {
  const ms = Math.round(samplesToMs(sample));
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const seconds = Math.floor(ms / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((each) => part(each, 2));
  return `${clock.join(':')}${separator}${part(ms % 1000, 3)}`;
}
