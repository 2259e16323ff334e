import { checksum, FIRST_PAGE, LAST_PAGE } from '../ogg-page.ts';
import { commentBytes, commentsOf, pictureBytes } from '../vorbis-comment.ts';
import type { JoinJob } from './join-job.ts';
import { opusHead, PageNumbers, PRE_SKIP } from './opus-pages.ts';
import type { PatchedFile } from './patched-file.ts';
import type { EncodedSegment } from './segment-coder.ts';

/** Head, comments, and the segments' pages with the numbers and times of the file: RFC 7845. */
export async function joinOpus(
  segments: AsyncIterable<EncodedSegment>,
  job: JoinJob,
  file: PatchedFile,
): Promise<void> {
  const comments = commentPacket(job);
  // Any number will do, and the same file is to have the same; 0 is one that some tools stumble over.
  const numbers = new PageNumbers(checksum(comments) || 1);
  await file.append(numbers.ofPacket(opusHead(job.channels, PRE_SKIP), FIRST_PAGE));
  await file.append(numbers.ofPacket(comments));
  let sampleCount = 0;
  let index = 0;
  for await (const segment of segments) {
    sampleCount += segment.sampleCount;
    const isLast = ++index === job.edges.length - 1;
    // Where the sound ends inside the last packet.
    const end = { flags: LAST_PAGE, position: BigInt(PRE_SKIP + sampleCount) };
    await file.append(numbers.ofSegment(segment.bytes, isLast ? end : undefined));
  }
}

function commentPacket({ tags, chapters, cover }: JoinJob): Uint8Array {
  const picture = cover ? [`METADATA_BLOCK_PICTURE=${Buffer.from(pictureBytes(cover)).toString('base64')}`] : [];
  const comments = tags ? commentsOf(tags, chapters) : [];
  return Buffer.concat([Buffer.from('OpusTags', 'latin1'), commentBytes([...comments, ...picture])]);
}
