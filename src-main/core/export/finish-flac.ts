import type { ByteReader } from '../audio/byte-reader.ts';
import { brokenOutput } from './broken-output.ts';
import type { CoverArt } from './programme-tags.ts';
import { commentBytes, pictureBytes } from './vorbis-comment.ts';

const STREAM_INFO = 0;
const SEEK_TABLE = 3;
const VORBIS_COMMENT = 4;
const PICTURE = 6;
const LAST = 0x80;

interface Block {
  readonly type: number;
  readonly body: Uint8Array;
}

/** Replaces the metadata of a FLAC stream, keeping what describes the sound. Layout: RFC 9639 §8. */
export async function* finishedFlac(
  reader: ByteReader,
  comments: readonly string[],
  cover: CoverArt | undefined,
): AsyncGenerator<Uint8Array> {
  const kept = await readBlocks(reader);
  const blocks: readonly Block[] = [
    ...kept.filter(({ type }) => type === STREAM_INFO || type === SEEK_TABLE),
    { type: VORBIS_COMMENT, body: commentBytes(comments) },
    ...(cover ? [{ type: PICTURE, body: pictureBytes(cover) }] : []),
  ];
  yield Buffer.from('fLaC', 'latin1');
  for (const [index, { type, body }] of blocks.entries()) {
    const flag = index === blocks.length - 1 ? LAST : 0;
    yield Buffer.from([flag | type, body.length >> 16, body.length >> 8, body.length]);
    yield body;
  }
  for (let bytes = await reader.next(); bytes; bytes = await reader.next()) yield bytes;
}

async function readBlocks(reader: ByteReader): Promise<readonly Block[]> {
  if (Buffer.from(await reader.take(4)).toString('latin1') !== 'fLaC') throw brokenOutput('flac');
  const blocks: Block[] = [];
  for (;;) {
    const head = await reader.take(4);
    if (head.length < 4) throw brokenOutput('flac');
    const length = (head[1]! << 16) | (head[2]! << 8) | head[3]!;
    const body = Uint8Array.from(await reader.take(length));
    if (body.length < length) throw brokenOutput('flac');
    blocks.push({ type: head[0]! & ~LAST, body });
    if ((head[0]! & LAST) !== 0) return blocks;
  }
}
