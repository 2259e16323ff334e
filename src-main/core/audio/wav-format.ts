import { PCM_BYTES, type PcmEncoding } from './pcm-samples.ts';

export interface WavFormat {
  readonly encoding: PcmEncoding;
  readonly bytesPerSample: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Loudspeaker positions as in WAVEFORMATEXTENSIBLE; null when it does not say. */
  readonly channelMask: number | null;
  /** Where the samples begin. */
  readonly dataOffset: number;
  /** Of the samples; null where the writer did not know, and they go on to the end of the file. */
  readonly dataBytes: number | null;
}

export type WavHeader =
  | { readonly kind: 'format'; readonly format: WavFormat }
  /** Well-formed so far; the samples' description or their start has not come yet. */
  | { readonly kind: 'more' }
  /** Not a WAV file, or one with compressed sound in it, which is not read here. */
  | { readonly kind: 'foreign'; readonly isWav: boolean };

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** What programs write after the sound. */
const FOLLOWING_CHUNKS = new Set([
  'LIST',
  'id3 ',
  'ID3 ',
  'bext',
  'cue ',
  'fact',
  'smpl',
  'PEAK',
  'JUNK',
  'PAD ',
  'iXML',
]);

type Shape = Omit<WavFormat, 'dataOffset' | 'dataBytes'>;

/**
 * Reads the header of a WAV file from its first bytes. RIFF, RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088); integers of 8
 * to 32 bits, floats of 32 and 64, plain or WAVE_FORMAT_EXTENSIBLE; chunks in any order, with or without the padding
 * byte after odd ones; lengths left open by programs that write to a pipe.
 */
export function parseWavHeader(bytes: Uint8Array): WavHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) return { kind: 'more' };
  if (!/^(RIFF|RF64|BW64)$/.test(fourCc(bytes, 0)) || fourCc(bytes, 8) !== 'WAVE') {
    return { kind: 'foreign', isWav: false };
  }
  let shape: Shape | null = null;
  let longDataBytes: number | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = fourCc(bytes, at);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (id === 'data') {
      if (!shape) return { kind: 'foreign', isWav: true };
      const dataBytes = dataLength(bytes, body, size, longDataBytes);
      return { kind: 'format', format: { ...shape, dataOffset: body, dataBytes } };
    }
    if (body + size > bytes.length) break;
    if (id === 'fmt ') {
      shape = size < 16 ? null : parseShape(view, body, size);
      if (!shape) return { kind: 'foreign', isWav: true };
    } else if (id === 'ds64' && size >= 16) {
      longDataBytes = Number(view.getBigUint64(body + 8, true));
    }
    at = body + size + (size % 2 === 1 && hasPadding(bytes, body + size) ? 1 : 0);
  }
  return { kind: 'more' };
}

function parseShape(view: DataView, at: number, size: number): Shape | null {
  let tag = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const bits = view.getUint16(at + 14, true);
  const blockBytes = view.getUint16(at + 12, true);
  let channelMask: number | null = null;
  if (tag === EXTENSIBLE && size >= 40) {
    channelMask = view.getUint32(at + 20, true) || null;
    tag = view.getUint16(at + 24, true);
  }
  const encoding = channels === 0 ? null : encodingOf(tag, bits, channels, blockBytes);
  if (!encoding) return null;
  const sampleRateHz = view.getUint32(at + 4, true);
  return { encoding, bytesPerSample: PCM_BYTES[encoding], channels, sampleRateHz, channelMask };
}

/** Integers of odd widths are kept in the upper bits of the next whole number of bytes, so that width decides. */
function encodingOf(tag: number, bits: number, channels: number, blockBytes: number): PcmEncoding | null {
  const isWhole = blockBytes > 0 && blockBytes % channels === 0;
  const width = isWhole ? blockBytes / channels : Math.ceil(bits / 8);
  const candidates: readonly PcmEncoding[] =
    tag === PCM ? ['u8', 's16', 's24', 's32'] : tag === FLOAT ? ['f32', 'f64'] : [];
  return candidates.find((encoding) => PCM_BYTES[encoding] === width) ?? null;
}

function dataLength(bytes: Uint8Array, dataOffset: number, size: number, longDataBytes: number | null): number | null {
  if (longDataBytes !== null && size === 0xffff_ffff) return longDataBytes > 0 ? longDataBytes : null;
  if (isUnknownLength(size)) return null;
  if (size > 0) return size;
  // Nothing, or not known: where another chunk follows, or nothing at all, it is nothing.
  const isEmpty = bytes.length === dataOffset || FOLLOWING_CHUNKS.has(fourCc(bytes, dataOffset));
  return isEmpty ? 0 : null;
}

/**
 * Programs that write to a pipe do not know the length and leave 0 (flite), something just below 2³¹ (sox, espeak-ng)
 * or 2³² − 1 (ffmpeg).
 */
function isUnknownLength(size: number): boolean {
  return (size >= 0x7fff_0000 && size <= 0x7fff_ffff) || size >= 0xffff_0000;
}

/** Chunks start at even places, but not every program knows: an odd place with a name, and none after it, is meant. */
function hasPadding(bytes: Uint8Array, at: number): boolean {
  return !isName(bytes, at) || isName(bytes, at + 1);
}

function isName(bytes: Uint8Array, at: number): boolean {
  return at + 4 <= bytes.length && /^[\x20-\x7e]{4}$/.test(fourCc(bytes, at));
}

function fourCc(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
