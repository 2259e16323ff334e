import { rm } from 'node:fs/promises';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import type { ProgrammeSource } from '#shared/mix/master.ts';
import { dbToLinear, PROJECT_RATE_HZ, secondsToSamples } from '#shared/units.ts';
import { newTemporaryPath } from '../library/safe-file.ts';
import { type EncodeJob, encodeProgramme } from './encode.ts';
import { isLossless } from './export-format.ts';
import { measureFile } from './measure-file.ts';
import { programmeBlocks } from './programme-blocks.ts';

const PROBE_SAMPLES = secondsToSamples(2);
const PROBE_HZ = 997;
const PROBE_AMPLITUDE = 0.25;
/** Less is rounding. */
const LEAST_GAIN_DB = 0.01;

export type EncoderSetup = Pick<EncodeJob, 'format' | 'channels' | 'encodedAs' | 'ffmpeg' | 'signal'>;

/** Answers of this process: twenty chapters need one. */
const known = new Map<string, number>();

/**
 * How much louder an encoder makes what it gets, in decibels: LAME turns constant bit rates down by up to half a decibel,
 * by a table of its own, and there is no option against it. Found by encoding two seconds of a tone beside the output.
 * Throws as `encodeProgramme` and `measureFile` do.
 */
export async function encoderGainDb(setup: EncoderSetup, outputPath: string): Promise<number> {
  const { format, channels, encodedAs, ffmpeg, signal } = setup;
  if (isLossless(format)) return 0;
  const key = JSON.stringify([ffmpeg.path, format, channels, encodedAs]);
  let gainDb = known.get(key);
  if (gainDb === undefined) {
    const path = newTemporaryPath(outputPath);
    try {
      const tags = { title: '', language: 'und', isAiVoice: false, mediaKind: 'podcast' } as const;
      await encodeProgramme({ ...setup, source: TONE, durationSamples: PROBE_SAMPLES, tags, chapters: [] }, path);
      const { integratedLufs } = await measureFile(path, { ffmpeg, ...(signal && { signal }) });
      gainDb = (integratedLufs ?? 0) - (await toneLufs(channels));
    } finally {
      await rm(path, { force: true });
    }
    known.set(key, gainDb);
  }
  return Math.abs(gainDb) < LEAST_GAIN_DB ? 0 : gainDb;
}

/** The same programme, louder by some decibels. */
export function amplified(source: ProgrammeSource, gainDb: number): ProgrammeSource {
  if (gainDb === 0) return source;
  const gain = dbToLinear(gainDb);
  return {
    render(startSample, left, right) {
      source.render(startSample, left, right);
      for (let i = 0; i < left.length; i++) {
        left[i] = left[i]! * gain;
        right[i] = right[i]! * gain;
      }
    },
  };
}

const TONE: ProgrammeSource = {
  render(startSample, left, right) {
    for (let i = 0; i < left.length; i++) {
      const turns = ((startSample + i) * PROBE_HZ) / secondsToSamples(1);
      left[i] = PROBE_AMPLITUDE * Math.sin(2 * Math.PI * turns);
      right[i] = left[i]!;
    }
  },
};

async function toneLufs(channels: 1 | 2): Promise<number> {
  const meter = new LoudnessMeter({ sampleRateHz: PROJECT_RATE_HZ, channels });
  for await (const block of programmeBlocks(TONE, PROBE_SAMPLES, { channels })) meter.push(block);
  return meter.integratedLufs() ?? 0;
}
