import { parseMpegFrame } from '../../audio/mpeg-frame.ts';
import { id3v2Tag } from '../id3v2.ts';
import { CRC_LAME } from './crc.ts';
import type { JoinJob } from './join-job.ts';
import { infoFrame, infoFrameLength } from './mp3-info-frame.ts';
import type { PatchedFile } from './patched-file.ts';
import type { EncodedSegment } from './segment-coder.ts';

/** Tag, info frame, and the segments' frames as they are. */
export async function joinMp3(segments: AsyncIterable<EncodedSegment>, job: JoinJob, file: PatchedFile): Promise<void> {
  if (job.tags) await file.append(id3v2Tag(job.tags, job.chapters, job.cover));
  const infoStart = file.position;
  let first: Uint8Array | null = null;
  const totals = { frames: 0, byteLength: 0, sampleCount: 0, crc: 0 };
  for await (const { bytes, frames, sampleCount, facts } of segments) {
    if (!first) {
      first = Uint8Array.from(bytes.subarray(0, parseMpegFrame(bytes, 0)?.byteLength));
      await file.append(new Uint8Array(infoFrameLength(first)));
    }
    await file.append(bytes);
    totals.frames += frames;
    totals.byteLength += bytes.length;
    totals.sampleCount += sampleCount;
    totals.crc = CRC_LAME.joined(totals.crc, Number(facts.crc), bytes.length);
  }
  if (!first) throw new RangeError('A file is joined from at least one segment');
  file.patch(infoStart, infoFrame(first, totals));
}
