import type { ByteReader } from '../audio/byte-reader.ts';
import { brokenOutput } from './broken-output.ts';
import { CONTINUED, checksum, type OggPage, packetPages, pageBytes, readPage } from './ogg-page.ts';
import type { CoverArt } from './programme-tags.ts';
import { commentBytes, pictureBytes } from './vorbis-comment.ts';

/**
 * Replaces the comment packet of an Opus stream and numbers the pages anew. Layout: RFC 7845: one page with the head,
 * the comment packet on pages of its own, then sound.
 */
export async function* finishedOpus(
  reader: ByteReader,
  comments: readonly string[],
  cover: CoverArt | undefined,
): AsyncGenerator<Uint8Array> {
  const head = await readPage(reader);
  if (!head) throw brokenOutput('opus');
  await skipComments(reader);

  const picture = cover ? [`METADATA_BLOCK_PICTURE=${Buffer.from(pictureBytes(cover)).toString('base64')}`] : [];
  const packet = Buffer.concat([Buffer.from('OpusTags', 'latin1'), commentBytes([...comments, ...picture])]);
  // ffmpeg's reproducible output has the serial number 0, which some tools stumble over.
  const serial = checksum(packet) || 1;
  let sequence = 0;
  const numbered = (page: OggPage): Uint8Array => pageBytes({ ...page, serial, sequence: sequence++ });
  yield numbered(head);
  for (const page of packetPages(packet)) yield numbered(page);
  for (let page = await readPage(reader); page; page = await readPage(reader)) yield numbered(page);
}

/** The comment packet ends with the first page whose last segment is not full. */
async function skipComments(reader: ByteReader): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    const page = await readPage(reader);
    const isContinued = page !== null && (page.flags & CONTINUED) !== 0;
    if (!page || isContinued === isFirst) throw brokenOutput('opus');
    if (page.segments.at(-1) !== 255) return;
  }
}
