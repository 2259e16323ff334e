import type { MpegFrame } from './mpeg-frame.ts';

/** What the first frame of an MP3 says about the others, where an encoder has used it for that. */
export interface MpegInfo {
  /** Frames that follow; null when it does not say. */
  readonly frames: number | null;
  /** Samples the encoder added in front and behind, without the decoder's own delay; null when it does not say. */
  readonly encoderDelay: number | null;
  readonly encoderPadding: number | null;
}

const VBRI_OFFSET = 36;

/**
 * Reads a Xing/Info tag with the extension of LAME, or a Fraunhofer VBRI tag. null: an ordinary frame of sound.
 * Layouts: Gabriel Bouvigne, "Mp3 Info Tag rev 1 specifications"; VBRI as read by common players.
 */
export function parseMpegInfo(frame: MpegFrame, bytes: Uint8Array): MpegInfo | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, frame.byteLength));
  const sideInfo = frame.version === 1 ? (frame.channels === 1 ? 17 : 32) : frame.channels === 1 ? 9 : 17;
  // Encoders disagree on whether a checksum shifts the tag.
  for (const at of frame.hasCrc ? [4 + sideInfo, 6 + sideInfo] : [4 + sideInfo]) {
    const name = text(view, at, 4);
    if (name === 'Xing' || name === 'Info') return parseXing(view, at);
  }
  if (text(view, VBRI_OFFSET, 4) === 'VBRI') {
    const frames = view.byteLength >= VBRI_OFFSET + 18 ? view.getUint32(VBRI_OFFSET + 14) : 0;
    return { frames: frames > 0 ? frames : null, encoderDelay: null, encoderPadding: null };
  }
  return null;
}

function parseXing(view: DataView, at: number): MpegInfo {
  if (at + 8 > view.byteLength) return { frames: null, encoderDelay: null, encoderPadding: null };
  const flags = view.getUint32(at + 4);
  let next = at + 8;
  let frames: number | null = null;
  if ((flags & 1) !== 0 && next + 4 <= view.byteLength) {
    frames = view.getUint32(next);
    next += 4;
  }
  if ((flags & 2) !== 0) next += 4;
  if ((flags & 4) !== 0) next += 100;
  if ((flags & 8) !== 0) next += 4;
  // The encoder's name comes first; without one there is no extension.
  const hasExtension = next + 24 <= view.byteLength && /^(LAME|L3\.99|Lavf|Lavc|GOGO)/.test(text(view, next, 4));
  const packed = hasExtension ? (view.getUint8(next + 21) << 16) | view.getUint16(next + 22) : null;
  return {
    frames: frames !== null && frames > 0 ? frames : null,
    encoderDelay: packed === null ? null : packed >> 12,
    encoderPadding: packed === null ? null : packed & 0xfff,
  };
}

function text(view: DataView, at: number, length: number): string {
  if (at + length > view.byteLength) return '';
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length));
}
