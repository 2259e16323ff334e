import { throwIfCancelled } from '#shared/errors.ts';
import { joinFlac } from './join-flac.ts';
import type { JoinJob } from './join-job.ts';
import { joinMp3 } from './join-mp3.ts';
import { joinMp4 } from './join-mp4.ts';
import { joinOpus } from './join-opus.ts';
import { joinWav } from './join-wav.ts';
import { writePatchedFile } from './patched-file.ts';
import type { EncodedSegment } from './segment-coder.ts';

/**
 * Writes a finished file from its segments, in order: headers, tags, chapters, cover and tables of the whole, the segments'
 * own bytes copied. They may still be in the making; memory holds one of them. Throws `disk-full`, `file-unwritable`,
 * `invalid-input` for what the format cannot hold, Cancelled, or what `segments` throws; then nothing is left.
 */
export async function joinSegments(segments: AsyncIterable<EncodedSegment>, job: JoinJob, path: string): Promise<void> {
  const watched = inOrder(segments, job);
  await writePatchedFile(
    path,
    async (file) => {
      switch (job.format) {
        case 'mp3':
          return joinMp3(watched, job, file);
        case 'm4a':
        case 'm4b':
          return joinMp4(watched, job, file);
        case 'opus':
          return joinOpus(watched, job, file);
        case 'flac':
          return joinFlac(watched, job, file);
        case 'wav':
          return joinWav(watched, job, file);
      }
    },
    job.signal,
  );
}

/** Counts the segments, and reports each once it is written. */
async function* inOrder(segments: AsyncIterable<EncodedSegment>, job: JoinJob): AsyncGenerator<EncodedSegment> {
  const count = job.edges.length - 1;
  let done = 0;
  for await (const segment of segments) {
    throwIfCancelled(job.signal);
    yield segment;
    done++;
    if (done <= count) job.onProgress?.(job.edges[done]!);
  }
  if (done !== count || count < 1) throw new RangeError(`${done} segments came for ${count} stretches`);
}
