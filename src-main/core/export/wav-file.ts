import type { Samples } from '#shared/units.ts';
import { BYTES_OF_WIDTH, type PcmWidth } from './pcm-bytes.ts';
import type { ProgrammeChapter, ProgrammeTags } from './programme-tags.ts';
import { cleanText } from './programme-tags.ts';

export interface WavLayout {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly width: PcmWidth;
  readonly frames: number;
  /** Where chapters begin, in frames of this file. */
  readonly cues: readonly { readonly frame: number; readonly title: string }[];
  readonly info: readonly { readonly id: string; readonly text: string }[];
  /** An ID3 tag without chapters, for what RIFF has no words for: cover, language, the flag of synthetic voices. */
  readonly id3?: Uint8Array;
}

const PCM = 1;
const FLOAT = 3;
const LARGEST_SIZE = 0xffff_ffff;

/** Cue points of chapters at a file's rate. */
export function cuesOf(chapters: readonly ProgrammeChapter[], toFrame: (sample: Samples) => number): WavLayout['cues'] {
  return chapters.map(({ title, startSample }) => ({ frame: toFrame(startSample), title }));
}

export function infoOf(tags: ProgrammeTags): WavLayout['info'] {
  const all = [
    { id: 'INAM', text: tags.title },
    { id: 'IART', text: tags.author },
    { id: 'IPRD', text: tags.album },
    { id: 'IGNR', text: tags.genre },
    { id: 'ILNG', text: tags.language },
    { id: 'ICRD', text: tags.year?.toString() },
    { id: 'ICMT', text: tags.comment },
  ];
  return all.flatMap(({ id, text }) => (text ? [{ id, text }] : []));
}

/**
 * Everything of a WAV file up to its first sample. Lengths are known beforehand, so the header is right from the
 * start. Chapters are cue points with labels, ahead of the sound where readers of streams find them too. A file that
 * 32-bit sizes cannot describe becomes RF64 (EBU Tech 3306).
 */
export function wavHeader(layout: WavLayout): Uint8Array {
  const blockBytes = layout.channels * BYTES_OF_WIDTH[layout.width];
  const dataBytes = layout.frames * blockBytes;
  const parts = [
    formatChunk(layout, blockBytes),
    ...infoChunk(layout),
    ...cueChunks(layout),
    ...(layout.id3 ? [chunk('id3 ', layout.id3)] : []),
  ];
  const partBytes = parts.reduce((sum, part) => sum + part.length, 0);
  const riffBytes = 4 + partBytes + 8 + dataBytes + (dataBytes % 2);
  const isLong = riffBytes > LARGEST_SIZE;

  const head = Buffer.alloc(12);
  head.write(isLong ? 'RF64' : 'RIFF', 0, 'latin1');
  head.writeUInt32LE(isLong ? LARGEST_SIZE : riffBytes, 4);
  head.write('WAVE', 8, 'latin1');
  const data = Buffer.alloc(8);
  data.write('data', 0, 'latin1');
  data.writeUInt32LE(isLong ? LARGEST_SIZE : dataBytes, 4);
  const sizes = isLong ? [sizeChunk(riffBytes, dataBytes, layout.frames)] : [];
  return Buffer.concat([head, ...sizes, ...parts, data]);
}

/** Chunks begin at even places: 24-bit mono of an odd length needs one more byte. */
export function wavPadding(layout: WavLayout): Uint8Array {
  return new Uint8Array((layout.frames * layout.channels * BYTES_OF_WIDTH[layout.width]) % 2);
}

function sizeChunk(riffBytes: number, dataBytes: number, frames: number): Uint8Array {
  const sizeChunkBytes = 8 + 28;
  const body = Buffer.alloc(28);
  body.writeBigUInt64LE(BigInt(riffBytes + sizeChunkBytes), 0);
  body.writeBigUInt64LE(BigInt(dataBytes), 8);
  body.writeBigUInt64LE(BigInt(frames), 16);
  return chunk('ds64', body);
}

function formatChunk({ sampleRateHz, channels, width }: WavLayout, blockBytes: number): Uint8Array {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(width === 'f32' ? FLOAT : PCM, 0);
  body.writeUInt16LE(channels, 2);
  body.writeUInt32LE(sampleRateHz, 4);
  body.writeUInt32LE(sampleRateHz * blockBytes, 8);
  body.writeUInt16LE(blockBytes, 12);
  body.writeUInt16LE(8 * BYTES_OF_WIDTH[width], 14);
  return chunk('fmt ', body);
}

function infoChunk({ info }: WavLayout): readonly Uint8Array[] {
  if (info.length === 0) return [];
  return [
    list(
      'INFO',
      info.map(({ id, text }) => chunk(id, terminated(text))),
    ),
  ];
}

function cueChunks({ cues }: WavLayout): readonly Uint8Array[] {
  if (cues.length === 0) return [];
  const points = Buffer.alloc(4 + 24 * cues.length);
  points.writeUInt32LE(cues.length, 0);
  cues.forEach(({ frame }, index) => {
    const at = 4 + 24 * index;
    points.writeUInt32LE(index + 1, at);
    points.writeUInt32LE(frame, at + 4);
    points.write('data', at + 8, 'latin1');
    // Two fields for compressed and chunked sound stay 0; the last is the frame again, from the start of the data.
    points.writeUInt32LE(frame, at + 20);
  });
  const labels = cues.map(({ title }, index) => {
    const number = Buffer.alloc(4);
    number.writeUInt32LE(index + 1, 0);
    return chunk('labl', Buffer.concat([number, terminated(title)]));
  });
  return [chunk('cue ', points), list('adtl', labels)];
}

function list(kind: string, chunks: readonly Uint8Array[]): Uint8Array {
  return chunk('LIST', Buffer.concat([Buffer.from(kind, 'latin1'), ...chunks]));
}

function chunk(id: string, body: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(id, 0, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, new Uint8Array(body.length % 2)]);
}

/** UTF-8: the format names no encoding, and today's readers try it first. */
function terminated(text: string): Uint8Array {
  return Buffer.from(`${cleanText(text)}\0`, 'utf8');
}
