import { rm } from 'node:fs/promises';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { PROJECT_RATE_HZ, type Samples } from '#shared/units.ts';
import { publishFile } from '../library/safe-file.ts';
import type { OnProgress } from '../ports.ts';
import { claimOutput, withOutputName } from './claim-output.ts';
import { writeWav } from './write-wav.ts';

export interface StemJob {
  /** The mix of one track alone. */
  readonly source: ProgrammeSource;
  readonly durationSamples: Samples;
  readonly outputPath: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/**
 * Writes one track as it lies in the mix, before the master, as a 24-bit stereo WAV of the programme's length: stems added
 * up are the mix. Sound above full scale is cut there. Throws `disk-full`, `file-unwritable`, Cancelled; then nothing is left.
 */
export async function writeStem(job: StemJob): Promise<void> {
  const { source, durationSamples, outputPath, signal, onProgress } = job;
  const temporaryPath = await claimOutput(outputPath);
  try {
    await writeWav(
      {
        source,
        durationSamples,
        channels: 2,
        width: 's24',
        sampleRateHz: PROJECT_RATE_HZ,
        chapters: [],
        ...(signal && { signal }),
        ...(onProgress && {
          onProgress: (done: number) => onProgress({ stage: 'stem', done, total: durationSamples }),
        }),
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
