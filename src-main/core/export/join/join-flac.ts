import { commentBytes, commentsOf, pictureBytes } from '../vorbis-comment.ts';
import { flacBits, flacGrid } from './flac-coder.ts';
import { numberedFlacFrames } from './flac-frames.ts';
import {
  flacHead,
  type MetadataBlock,
  PICTURE,
  type SeekPoint,
  seekTable,
  streamInfo,
  VORBIS_COMMENT,
} from './flac-head.ts';
import { FlacMd5 } from './flac-md5.ts';
import { type JoinJob, totalSamples } from './join-job.ts';
import type { PatchedFile } from './patched-file.ts';
import type { EncodedSegment } from './segment-coder.ts';

const SEEK_SECONDS = 10;
const NO_MD5 = new Uint8Array(16);

/** Stream info, seek table, comments and cover; then the frames, numbered through. */
export async function joinFlac(
  segments: AsyncIterable<EncodedSegment>,
  job: JoinJob,
  file: PatchedFile,
): Promise<void> {
  const { frameSamples: blockSamples, rateHz: sampleRateHz } = flacGrid(job);
  const sampleCount = totalSamples(job.edges, sampleRateHz);
  const sizes = { smallestFrame: 0, largestFrame: 0 };
  const infoOf = (md5: Uint8Array): MetadataBlock =>
    streamInfo({ blockSamples, sampleRateHz, sampleCount, channels: job.channels, bits: flacBits(job), ...sizes, md5 });
  const headOf = (info: MetadataBlock, points: readonly SeekPoint[]): Uint8Array =>
    flacHead([info, seekTable(points), ...describing(job)]);

  const points = Array.from({ length: Math.ceil(sampleCount / (SEEK_SECONDS * sampleRateHz)) }, (_, index) => {
    const frame = Math.floor((index * SEEK_SECONDS * sampleRateHz) / blockSamples);
    const sample = frame * blockSamples;
    return { sample, offset: 0, frameSamples: Math.min(blockSamples, sampleCount - sample) };
  });
  const start = file.position;
  await file.append(headOf(infoOf(NO_MD5), points));
  const framesStart = file.position;
  const md5 = new FlacMd5(job.ffmpeg, flacBits(job), job.signal);
  try {
    await md5.push(flacHead([infoOf(NO_MD5)]));
    let number = 0;
    let nextPoint = 0;
    for await (const segment of segments) {
      const frames = numberedFlacFrames(segment.bytes, number);
      let at = file.position - framesStart;
      for (const frame of frames) {
        if (points[nextPoint]?.sample === number * blockSamples) points[nextPoint++]!.offset = at;
        sizes.smallestFrame = Math.min(sizes.smallestFrame || frame.length, frame.length);
        sizes.largestFrame = Math.max(sizes.largestFrame, frame.length);
        at += frame.length;
        number++;
      }
      const bytes = Buffer.concat(frames);
      await file.append(bytes);
      await md5.push(bytes);
    }
    file.patch(start, headOf(infoOf(await md5.answer()), points));
  } finally {
    md5.close();
  }
}

function describing({ tags, chapters, cover }: JoinJob): readonly MetadataBlock[] {
  return [
    { type: VORBIS_COMMENT, body: commentBytes(tags ? commentsOf(tags, chapters) : []) },
    ...(cover ? [{ type: PICTURE, body: pictureBytes(cover) }] : []),
  ];
}
