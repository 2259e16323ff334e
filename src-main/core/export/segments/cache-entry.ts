/** One file of the segment cache: what was measured of a stretch and, of an encoded one, its bytes. */
import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';
import type { StretchMeasure } from '#shared/loudness/stretch-meter.ts';
import type { EncodedSegment } from '../join/segment-coder.ts';
import type { SegmentPeaks } from './segment-work.ts';

const MAGIC = 'LECTSEG1';
/** Magic, length of the header, checksum of header and numbers, checksum of the bytes; then header, numbers, bytes. */
const PREFIX_BYTES = MAGIC.length + 12;

interface Header {
  readonly measure: Pick<
    StretchMeasure,
    'sampleRateHz' | 'channels' | 'frames' | 'truePeak' | 'samplePeak' | 'firstSound' | 'lastSound'
  >;
  readonly subBlocks: number;
  readonly edgeSamples: number;
  readonly encoded: (Omit<EncodedSegment, 'bytes'> & { readonly byteLength: number }) | null;
}

/** What an entry says without its bytes. */
export interface EntryHead {
  readonly measure: StretchMeasure;
  readonly encoded: Omit<EncodedSegment, 'bytes'> | null;
  /** Where the encoder's bytes lie in the file. */
  readonly bytesAt: number;
  readonly byteLength: number;
  readonly bytesChecksum: number;
}

export function packEntry(measure: StretchMeasure, encoded: EncodedSegment | null): readonly Uint8Array[] {
  const { weighted, plain, edges, ...rest } = measure;
  const bytes = encoded?.bytes ?? new Uint8Array(0);
  const header: Header = {
    measure: rest,
    subBlocks: weighted.length,
    edgeSamples: edges[0]?.first.length ?? 0,
    encoded: encoded && {
      frames: encoded.frames,
      sampleCount: encoded.sampleCount,
      facts: encoded.facts,
      byteLength: bytes.length,
    },
  };
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const numbers = [weighted, plain, ...edges.flatMap(({ first, last }) => [first, last])].map(littleEndian);
  const head = Buffer.concat([json, ...numbers]);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, 0, 'latin1');
  prefix.writeUInt32LE(json.length, MAGIC.length);
  prefix.writeUInt32LE(crc32(head), MAGIC.length + 4);
  prefix.writeUInt32LE(crc32(bytes), MAGIC.length + 8);
  return [prefix, head, bytes];
}

interface FoundHeader {
  readonly header: Header;
  /** Where it ends, and where the numbers end. */
  readonly jsonEnd: number;
  readonly headEnd: number;
}

/** What stands before the numbers. null: it is none of ours, or the file was cut short; a number: so many bytes are needed. */
function findHeader(buffer: Buffer, fileBytes: number): FoundHeader | number | null {
  if (buffer.length < PREFIX_BYTES) return fileBytes < PREFIX_BYTES ? null : PREFIX_BYTES;
  if (buffer.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  const jsonEnd = PREFIX_BYTES + buffer.readUInt32LE(MAGIC.length);
  if (jsonEnd > fileBytes) return null;
  if (jsonEnd > buffer.length) return jsonEnd;
  const header = parseHeader(buffer.toString('utf8', PREFIX_BYTES, jsonEnd));
  if (!header) return null;
  const { subBlocks, edgeSamples, encoded, measure } = header;
  const headEnd = jsonEnd + 4 * (2 * subBlocks + 2 * edgeSamples * measure.channels);
  return headEnd + (encoded?.byteLength ?? 0) === fileBytes ? { header, jsonEnd, headEnd } : null;
}

/** The peaks alone, unchecked but for the length of the file; answers as {@link unpackHead} does. */
export function unpackPeaks(file: Buffer, fileBytes: number): SegmentPeaks | number | null {
  const found = findHeader(file, fileBytes);
  if (found === null || typeof found === 'number') return found;
  const { truePeak, samplePeak } = found.header.measure;
  return { truePeak, samplePeak };
}

/**
 * Reads the beginning of an entry. null: it is none of ours or damaged; a number: so many bytes of it are needed.
 * @param fileBytes size of the whole file: one that was cut short is damaged.
 */
export function unpackHead(file: Uint8Array, fileBytes: number): EntryHead | number | null {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const found = findHeader(buffer, fileBytes);
  if (found === null || typeof found === 'number') return found;
  const { header, jsonEnd, headEnd } = found;
  const { subBlocks, edgeSamples, encoded, measure } = header;
  if (headEnd > buffer.length) return headEnd;
  if (crc32(buffer.subarray(PREFIX_BYTES, headEnd)) !== buffer.readUInt32LE(MAGIC.length + 4)) return null;
  let at = jsonEnd;
  const take = (count: number): Float32Array => {
    const numbers = floats(buffer, at, count);
    at += 4 * count;
    return numbers;
  };
  const weighted = take(subBlocks);
  const plain = take(subBlocks);
  const edges = Array.from({ length: measure.channels }, () => ({ first: take(edgeSamples), last: take(edgeSamples) }));
  return {
    measure: { ...measure, weighted, plain, edges },
    encoded: encoded && { frames: encoded.frames, sampleCount: encoded.sampleCount, facts: encoded.facts },
    bytesAt: headEnd,
    byteLength: encoded?.byteLength ?? 0,
    bytesChecksum: buffer.readUInt32LE(MAGIC.length + 8),
  };
}

function parseHeader(json: string): Header | null {
  try {
    return JSON.parse(json) as Header;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function littleEndian(numbers: Float32Array): Uint8Array {
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return endianness() === 'BE' ? Buffer.from(bytes).swap32() : bytes;
}

function floats(buffer: Buffer, at: number, count: number): Float32Array {
  const copy = Buffer.alloc(4 * count);
  buffer.copy(copy, 0, at, at + 4 * count);
  if (endianness() === 'BE') copy.swap32();
  return new Float32Array(copy.buffer, copy.byteOffset, count);
}
