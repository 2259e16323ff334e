import { type AudioFormat, SNIFF_BYTES, sniffAudio } from '../audio/sniff-audio.ts';

/** By content; null for what is no audio file. */
export function audioFormatOf(bytes: Uint8Array): AudioFormat | null {
  const sniffed = sniffAudio(bytes.subarray(0, SNIFF_BYTES));
  return sniffed.kind === 'audio' ? sniffed.format : null;
}
