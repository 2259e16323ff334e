import { open } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { fileBytes } from '../audio/byte-reader.ts';
import { storageError } from '../library/storage-error.ts';
import { brokenOutput } from './broken-output.ts';
import { box, childBoxes, type Mp4Box, readBoxHeader } from './mp4-box.ts';

/** A day of samples in the tables is some 30 MB; beyond is no file of ours. */
const LARGEST_INDEX = 512 * 1024 * 1024;
const CONTAINERS = new Set(['trak', 'mdia', 'minf', 'stbl']);

/**
 * Puts the index first, so that players start before the whole file has come ("fast start"), and our user data into it. The
 * sound keeps its bytes; the tables that say where it lies are moved along.
 */
export async function* finishedMp4(
  barePath: string,
  userData: Uint8Array,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { fileType, index, soundStart, soundBytes } = await readParts(barePath);
  const newIndex = withUserData(index, userData);
  moveSound(newIndex, fileType.length + newIndex.length - soundStart);
  yield fileType;
  yield newIndex;
  let left = soundBytes;
  for await (const bytes of fileBytes(barePath, signal, soundStart)) {
    const part = bytes.subarray(0, left);
    yield part;
    left -= part.length;
    if (left === 0) return;
  }
  throw brokenOutput('m4a');
}

interface Parts {
  /** Whole boxes `ftyp` and `moov`. */
  readonly fileType: Uint8Array;
  readonly index: Uint8Array;
  /** Of the `mdat` box, header included. */
  readonly soundStart: number;
  readonly soundBytes: number;
}

async function readParts(path: string): Promise<Parts> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw storageError(error, path, 'read');
  });
  try {
    const { size } = await file.stat();
    const read = async (from: number, length: number): Promise<Uint8Array> => {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    };
    let fileType: Uint8Array | null = null;
    let index: Uint8Array | null = null;
    let sound: Mp4Box | null = null;
    for (let at = 0; at < size; ) {
      const header = readBoxHeader(await read(at, 16), 0);
      if (!header || header.end < 8 || at + header.end > size) throw brokenOutput('m4a');
      if (header.type === 'ftyp') fileType = await read(at, header.end);
      if (header.type === 'moov' && header.end <= LARGEST_INDEX) index = await read(at, header.end);
      if (header.type === 'mdat') sound = { ...header, start: at };
      at += header.end;
    }
    if (!fileType || !index || !sound) throw brokenOutput('m4a');
    return { fileType, index, soundStart: sound.start, soundBytes: sound.end };
  } finally {
    await file.close();
  }
}

function withUserData(index: Uint8Array, userData: Uint8Array): Uint8Array {
  const parts = childBoxes(index, 8, index.length).filter(({ type }) => type !== 'udta');
  return box('moov', ...parts.map(({ start, end }) => index.subarray(start, end)), userData);
}

/** Adds to every chunk offset of every track, in place. */
function moveSound(index: Uint8Array, distance: number): void {
  const view = new DataView(index.buffer, index.byteOffset, index.byteLength);
  const visit = ({ type, contentStart, end }: Mp4Box): void => {
    if (CONTAINERS.has(type)) {
      for (const child of childBoxes(index, contentStart, end)) visit(child);
    } else if (type === 'stco') {
      for (let at = contentStart + 8; at < end; at += 4) view.setUint32(at, moved(view.getUint32(at), distance));
    } else if (type === 'co64') {
      for (let at = contentStart + 8; at < end; at += 8) {
        view.setBigUint64(at, view.getBigUint64(at) + BigInt(distance));
      }
    }
  };
  for (const child of childBoxes(index, 8, index.length)) visit(child);
}

function moved(offset: number, distance: number): number {
  if (offset + distance <= 0xffff_ffff) return offset + distance;
  throw new AppError({
    code: 'invalid-input',
    message: 'The file would have more than 4 GB. Split the episode, or choose a lower bit rate.',
  });
}
