/**
 * The frame before the sound that tells players what follows: how many frames and bytes, where each hundredth begins, and how
 * many samples of the first and last frame are not sound. Layout: Gabriel Bouvigne, "Mp3 Info Tag rev 1 specifications".
 */
import { type MpegFrame, parseMpegFrame } from '../../audio/mpeg-frame.ts';
import { CRC_LAME } from './crc.ts';
import { ENCODER_DELAY } from './mp3-coder.ts';
import { brokenSegment } from './run-coder.ts';

export interface Mp3Totals {
  /** Frames of sound and their bytes, without the info frame. */
  readonly frames: number;
  readonly byteLength: number;
  /** Samples of sound. */
  readonly sampleCount: number;
  /** Of the bytes after the info frame. */
  readonly crc: number;
}

const TAG_BYTES = 156;
const ALL_FIELDS = 15;
const HUNDREDTHS = 100;
const CONSTANT_RATE = 1;
/** Players take the delay for certain after the names of LAME and of ffmpeg, whose LAME this is. */
const ENCODER_NAME = 'Lavf lame';
const MPEG_CRC_OFF = 1;
const PADDING_BIT = 2;

/** A whole frame, of the same kind as the sound's and silent to decoders that do not know it. */
export function infoFrame(firstSoundFrame: Uint8Array, totals: Mp3Totals): Uint8Array {
  const { header, frame } = infoHeader(firstSoundFrame);
  const bytes = Buffer.alloc(frame.byteLength);
  bytes.set(header);
  const tag = tagStart(frame);
  let at = tag + bytes.write('Info', tag, 'latin1');
  const total = frame.byteLength + totals.byteLength;
  for (const value of [ALL_FIELDS, totals.frames, total]) at = bytes.writeUInt32BE(value, at);
  for (let part = 0; part < HUNDREDTHS; part++) {
    // The rate is constant: a hundredth of the frames is a hundredth of the bytes.
    const start = frame.byteLength + (part * totals.byteLength) / HUNDREDTHS;
    bytes[at++] = Math.min(255, Math.floor((256 * start) / total));
  }
  // Quality, which nobody reads, stays 0.
  at += 4;
  bytes.write(ENCODER_NAME, at, 'latin1');
  bytes[at + 9] = CONSTANT_RATE;
  bytes[at + 20] = Math.min(255, frame.bitrateKbps);
  const padding = totals.frames * frame.samples - ENCODER_DELAY - totals.sampleCount;
  bytes.writeUIntBE(ENCODER_DELAY * 2 ** 12 + padding, at + 21, 3);
  bytes[at + 24] = sourceOf(frame);
  bytes.writeUInt32BE(total, at + 28);
  bytes.writeUInt16BE(totals.crc, at + 32);
  bytes.writeUInt16BE(CRC_LAME.of(bytes.subarray(0, at + 34)), at + 34);
  return bytes;
}

/** Length of the frame that {@link infoFrame} makes. */
export function infoFrameLength(firstSoundFrame: Uint8Array): number {
  return infoHeader(firstSoundFrame).frame.byteLength;
}

/** The sound's header without checksum and padding; at low rates, where the tag has no room, of a higher one. */
function infoHeader(sound: Uint8Array): { readonly header: Uint8Array; readonly frame: MpegFrame } {
  for (let rate = sound[2]! >> 4; rate < 15; rate++) {
    const third = (rate << 4) | (sound[2]! & 0x0f & ~PADDING_BIT);
    const header = Buffer.from([sound[0]!, sound[1]! | MPEG_CRC_OFF, third, sound[3]!]);
    const frame = parseMpegFrame(header, 0);
    if (frame && frame.byteLength >= tagStart(frame) + TAG_BYTES) return { header, frame };
  }
  throw brokenSegment('what it wrote is not MP3');
}

function tagStart({ version, channels }: MpegFrame): number {
  const sideInfo = version === 1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return 4 + sideInfo;
}

/** Two bits of the source's rate, three of the channel mode: mono, or joint stereo as LAME decides frame by frame. */
function sourceOf({ sampleRateHz, channels }: MpegFrame): number {
  const rate = sampleRateHz <= 32_000 ? 0 : sampleRateHz === 44_100 ? 1 : 2;
  return (rate << 6) | ((channels === 1 ? 0 : 3) << 2);
}
