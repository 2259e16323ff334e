import { AppError } from '#shared/errors.ts';
import { fileBytes } from '../audio/byte-reader.ts';
import { brokenOutput } from './broken-output.ts';
import { box, childBoxes, type Mp4Box } from './mp4-box.ts';
import { readMp4, withFile } from './mp4-file.ts';

/** A day of samples in the tables is some 30 MB; beyond is no file of ours. */
const LARGEST_INDEX = 512 * 1024 * 1024;
const CONTAINERS = new Set(['trak', 'mdia', 'minf', 'stbl']);

export interface Mp4Demand {
  /** 'M4B ' for books: players remember the place in them. */
  readonly brand: 'M4B ' | 'M4A ';
  /** ISO 639-2, of every track. */
  readonly language: string;
  /** A whole `udta` box. */
  readonly userData: Uint8Array;
  readonly signal?: AbortSignal;
}

/**
 * Puts the index first, so that players start before the whole file has come ("fast start"), and our user data into it. The
 * sound keeps its bytes; the tables that say where it lies are moved along.
 */
export async function* finishedMp4(barePath: string, demand: Mp4Demand): AsyncGenerator<Uint8Array> {
  const { index, soundStart, soundBytes } = await readParts(barePath);
  const fileType = fileTypeBox(demand.brand);
  const newIndex = withUserData(index, demand.userData);
  const distance = fileType.length + newIndex.length - soundStart;
  visitBoxes(newIndex, (found) => {
    if (found.type === 'stco' || found.type === 'co64') moveSound(newIndex, found, distance);
    if (found.type === 'mdhd') setLanguage(newIndex, found, demand.language);
  });
  yield fileType;
  yield newIndex;
  let left = soundBytes;
  for await (const bytes of fileBytes(barePath, demand.signal, soundStart)) {
    const part = bytes.subarray(0, left);
    yield part;
    left -= part.length;
    if (left === 0) return;
  }
  throw brokenOutput('m4a');
}

interface Parts {
  /** The whole `moov` box. */
  readonly index: Uint8Array;
  /** Of the `mdat` box, header included. */
  readonly soundStart: number;
  readonly soundBytes: number;
}

function readParts(path: string): Promise<Parts> {
  return withFile(path, async (file) => {
    const { boxes, isWhole } = await readMp4(file);
    const indexBox = boxes.find(({ type }) => type === 'moov');
    const sound = boxes.find(({ type }) => type === 'mdat');
    if (!isWhole || !indexBox || !sound || indexBox.end - indexBox.start > LARGEST_INDEX) throw brokenOutput('m4a');
    const length = indexBox.end - indexBox.start;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, indexBox.start);
    if (bytesRead < length) throw brokenOutput('m4a');
    return { index: buffer, soundStart: sound.start, soundBytes: sound.end - sound.start };
  });
}

function withUserData(index: Uint8Array, userData: Uint8Array): Uint8Array {
  const parts = childBoxes(index, 8, index.length).filter(({ type }) => type !== 'udta');
  return box('moov', ...parts.map(({ start, end }) => index.subarray(start, end)), userData);
}

/** Version 512 is what iTunes writes; the other brands say that any reader of MP4 may try. */
export function fileTypeBox(brand: string): Uint8Array {
  const version = Buffer.from([0, 0, 2, 0]);
  return box('ftyp', Buffer.from(brand, 'latin1'), version, Buffer.from(`${brand}mp42isom`, 'latin1'));
}

/** Every box of the tracks. */
function visitBoxes(index: Uint8Array, visit: (found: Mp4Box) => void, start = 8, end = index.length): void {
  for (const found of childBoxes(index, start, end)) {
    visit(found);
    if (CONTAINERS.has(found.type)) visitBoxes(index, visit, found.contentStart, found.end);
  }
}

/** Adds to every chunk offset, in place. */
function moveSound(index: Uint8Array, { type, contentStart, end }: Mp4Box, distance: number): void {
  const view = viewOf(index);
  const isLong = type === 'co64';
  for (let at = contentStart + 8; at < end; at += isLong ? 8 : 4) {
    if (isLong) view.setBigUint64(at, view.getBigUint64(at) + BigInt(distance));
    else view.setUint32(at, moved(view.getUint32(at), distance));
  }
}

/** Three letters of five bits. ffmpeg leaves the sound undetermined and calls every chapter track English. */
function setLanguage(index: Uint8Array, { contentStart }: Mp4Box, language: string): void {
  const view = viewOf(index);
  const isLong = view.getUint8(contentStart) === 1;
  const packed = Array.from(language).reduce((sum, letter) => (sum << 5) | (letter.charCodeAt(0) - 0x60), 0);
  view.setUint16(contentStart + 4 + (isLong ? 28 : 16), packed);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function moved(offset: number, distance: number): number {
  if (offset + distance <= 0xffff_ffff) return offset + distance;
  throw new AppError({
    code: 'invalid-input',
    message: 'The file would have more than 4 GB. Split the episode, or choose a lower bit rate.',
  });
}
