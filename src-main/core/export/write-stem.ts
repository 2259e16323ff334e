import { rm } from 'node:fs/promises';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import { publishFile } from '../library/safe-file.ts';
import type { OnProgress } from '../ports.ts';
import { claimOutput, withOutputName } from './claim-output.ts';
import { createSegmentCoder } from './join/create-segment-coder.ts';
import { joinSegments } from './join/join-segments.ts';
import type { CoderSettings } from './join/segment-coder.ts';
import type { ProgrammePart } from './programme.ts';
import type { Rendering } from './segments/rendering.ts';
import type { ContentOf } from './segments/segment-content.ts';
import { SegmentedPart, type SegmentStudio } from './segments/segmented-part.ts';

export interface StemJob {
  /** The mix of one track alone. */
  readonly part: Pick<ProgrammePart, 'sound' | 'durationSamples' | 'segments'>;
  readonly contentOf: ContentOf;
  readonly studio: SegmentStudio;
  readonly ffmpeg: FfmpegLocation;
  readonly outputPath: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

const AS_IT_IS: Rendering = { chain: null, amplifyDb: 0 };

/**
 * Writes one track as it lies in the mix, before the master, as a 24-bit stereo WAV of the programme's length: stems added
 * up are the mix. Sound above full scale is cut there. Throws `disk-full`, `file-unwritable`, Cancelled; then nothing is left.
 */
export async function writeStem(job: StemJob): Promise<void> {
  const { part, outputPath, signal, onProgress, ffmpeg, studio, contentOf } = job;
  const settings: CoderSettings = {
    format: 'wav',
    channels: 2,
    encodedAs: { sampleRateHz: 48_000, bitDepth: 24, bitrateKbps: 0 },
    ffmpeg,
  };
  const temporaryPath = await claimOutput(outputPath);
  try {
    const segmented = new SegmentedPart({
      ...part,
      contentOf,
      settings,
      coder: createSegmentCoder(settings),
      studio,
      ...(signal && { signal }),
    });
    const total = part.durationSamples;
    let done = 0;
    await segmented.encode(AS_IT_IS, {
      onDone: (samples) => {
        done += samples;
        onProgress?.({ stage: 'stem', done, total });
      },
    });
    await joinSegments(
      segmented.encoded(AS_IT_IS),
      {
        ...settings,
        edges: [...part.segments.map(({ startSample }) => startSample), part.durationSamples],
        chapters: [],
        ...(signal && { signal }),
      },
      temporaryPath,
    );
    await publishFile(temporaryPath, outputPath);
  } catch (error) {
    throw withOutputName(error, outputPath);
  } finally {
    await rm(temporaryPath, { force: true });
  }
}
