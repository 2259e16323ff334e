import { samplesToFrames } from '#shared/units.ts';
import { rateOf, widthOf } from '../encoder-options.ts';
import { id3v2Tag } from '../id3v2.ts';
import { cuesOf, infoOf, type WavLayout, wavHeader, wavPadding } from '../wav-file.ts';
import { type JoinJob, totalSamples } from './join-job.ts';
import type { PatchedFile } from './patched-file.ts';
import type { EncodedSegment } from './segment-coder.ts';

/** The header with all sizes, and the segments' samples as they are. */
export async function joinWav(segments: AsyncIterable<EncodedSegment>, job: JoinJob, file: PatchedFile): Promise<void> {
  const sampleRateHz = rateOf('wav', job.encodedAs);
  const cues = cuesOf(job.chapters, (sample) => samplesToFrames(sample, sampleRateHz));
  const layoutOf = (frames: number): WavLayout => ({
    sampleRateHz,
    channels: job.channels,
    width: widthOf('wav', job.encodedAs),
    frames,
    cues,
    info: job.tags ? infoOf(job.tags) : [],
    ...(job.tags && { id3: id3v2Tag(job.tags, [], job.cover) }),
  });
  const expected = totalSamples(job.edges, sampleRateHz);
  await file.append(wavHeader(layoutOf(expected)));
  let frames = 0;
  for await (const segment of segments) {
    await file.append(segment.bytes);
    frames += segment.frames;
  }
  if (frames !== expected) throw new RangeError(`The segments hold ${frames} samples and not ${expected}`);
  await file.append(wavPadding(layoutOf(frames)));
}
