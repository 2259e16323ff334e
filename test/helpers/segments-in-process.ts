/** The exporter's work on segments without threads, for sound that is a function. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSegmentCoder } from '#core/export/join/create-segment-coder.ts';
import type { CoderSettings } from '#core/export/join/segment-coder.ts';
import { type MasterJob, type MasterReport, masterProgramme } from '#core/export/master-programme.ts';
import { planSegments } from '#core/export/segments/plan-segments.ts';
import { SegmentCache } from '#core/export/segments/segment-cache.ts';
import { SegmentRunner } from '#core/export/segments/segment-runner.ts';
import type { SegmentStudio } from '#core/export/segments/segmented-part.ts';
import { type StemJob, writeStem } from '#core/export/write-stem.ts';
import { createTurns } from '#core/turns.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { type Samples, samples, ZERO_SAMPLES } from '#shared/units.ts';

/** Segments of tests are put aside here; each sound has names of its own. */
const FOLDER = join(tmpdir(), `lectern-segments-${process.pid}`);

export interface Sound {
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
}

export function studioOf(source: ProgrammeSource, folder = FOLDER): SegmentStudio {
  const cache = new SegmentCache(folder);
  const runner = new SegmentRunner(() => source, cache);
  const turns = createTurns(2);
  return {
    cache,
    workers: {
      size: 2,
      run: (work, signal, onSegment) => turns.run(() => runner.run(work, signal, onSegment), signal),
    },
  };
}

/** Cut in the middle where it is long enough for that. */
export function partOf({ source, durationSamples }: Sound, settings: CoderSettings) {
  const name = randomUUID();
  const { grid } = createSegmentCoder(settings);
  const cuts = [{ atSample: samples(Math.floor(durationSamples / 2)), seed: 77 }];
  return {
    part: {
      sound: { offsetSample: ZERO_SAMPLES, chapter: null, trackIndex: null },
      durationSamples,
      segments: durationSamples > 0 ? planSegments(durationSamples, cuts, grid) : [],
    },
    contentOf: (startSample: number, endSample: number) => `${name} ${startSample} ${endSample}`,
    studio: studioOf(source),
  };
}

export type SoundJob = Sound & Omit<MasterJob, 'part' | 'contentOf' | 'studio'>;

export function masterSound(job: SoundJob): Promise<MasterReport> {
  const { source, durationSamples, ...rest } = job;
  const { channels, encodedAs } = job.preset;
  const settings = { format: job.format, channels, encodedAs, ffmpeg: job.ffmpeg };
  return masterProgramme({ ...rest, ...partOf({ source, durationSamples }, settings) });
}

export function writeStemOf(job: Sound & Omit<StemJob, 'part' | 'contentOf' | 'studio'>): Promise<void> {
  const { source, durationSamples, ...rest } = job;
  const encodedAs = { sampleRateHz: 48_000, bitDepth: 24, bitrateKbps: 0 } as const;
  const settings = { format: 'wav', channels: 2, encodedAs, ffmpeg: job.ffmpeg } as const;
  return writeStem({ ...rest, ...partOf({ source, durationSamples }, settings) });
}
