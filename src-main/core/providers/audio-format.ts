import { id3v2Length } from '../audio/mpeg-frame.ts';
import { type AudioFormat, sniffAudio } from '../audio/sniff-audio.ts';

/** More than any format needs to be told by. */
const START_BYTES = 1 << 16;

/** By content; null for what is no audio file, headerless samples included. */
export function audioFormatOf(bytes: Uint8Array): AudioFormat | null {
  let at = 0;
  for (let tag = id3v2Length(bytes, 0); tag > 0 && at < bytes.length; tag = id3v2Length(bytes, at)) at += tag;
  const start = bytes.subarray(at, at + START_BYTES);
  const sniffed = sniffAudio(start);
  if (sniffed.kind === 'audio') return sniffed.format;
  return at > 0 && start.length > 0 ? 'mp3' : null;
}
