import { rm, writeFile } from 'node:fs/promises';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { PeakPyramidBuilder } from '#shared/mix/peak-pyramid.ts';
import { Resampler } from '#shared/mix/resampler.ts';
import { linearToDb, PROJECT_RATE_HZ, samples } from '#shared/units.ts';
import { storageError } from '../library/storage-error.ts';
import type { AudioFacts, IngestAudio, IngestTargets } from './audio-facts.ts';
import { type DecodedAudio, decodeAudio } from './decode-audio.ts';
import type { FfmpegLocation } from './ffmpeg-location.ts';
import { PcmFileWriter } from './pcm-file-writer.ts';
import type { PlanarBlock } from './pcm-samples.ts';
import { SpeechBoundsFinder } from './speech-bounds.ts';

/**
 * Makes the one way by which sound comes in: see {@link IngestAudio}. One pass: decoding, resampling to the project rate,
 * writing and measuring a block at a time. `getFfmpeg` is asked only for what is neither WAV nor MP3.
 */
export function createIngestAudio(getFfmpeg: () => Promise<FfmpegLocation>): IngestAudio {
  return async (sourcePath, targets, options = {}) => {
    try {
      const source = await decodeAudio(sourcePath, { ...options, getFfmpeg });
      try {
        return await convert(source, targets);
      } finally {
        await source.close();
      }
    } catch (error) {
      await Promise.all([targets.pcmPath, targets.peaksPath].map((path) => rm(path, { force: true })));
      throw error;
    }
  };
}

async function convert(source: DecodedAudio, targets: IngestTargets): Promise<AudioFacts> {
  const { channels, sampleRateHz } = source;
  const resamplers = Array.from({ length: channels }, () => new Resampler(sampleRateHz, PROJECT_RATE_HZ));
  const loudness = new LoudnessMeter({ sampleRateHz: PROJECT_RATE_HZ, channels });
  const peaks = new PeakPyramidBuilder();
  const speech = new SpeechBoundsFinder(channels);
  let frames = 0;

  const writer = await PcmFileWriter.create(targets.pcmPath);
  const take = async (block: PlanarBlock): Promise<void> => {
    if (block[0]!.length === 0) return;
    const interleaved = interleave(block);
    frames += block[0]!.length;
    loudness.push(block);
    peaks.push(interleaved, channels);
    speech.push(block);
    await writer.write(interleaved);
  };
  try {
    for await (const block of source.blocks) await take(resamplers.map((resampler, c) => resampler.push(block[c]!)));
    await take(resamplers.map((resampler) => resampler.flush()));
    await writer.finish();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  const peakBytes = peaks.finish();
  // Nothing is flushed to the disk here: whoever gives the files their final names does that.
  await writeFile(targets.peaksPath, peakBytes).catch((error: unknown) => {
    throw storageError(error, targets.peaksPath, 'write');
  });
  return {
    format: source.format(),
    sampleRateHz,
    channels,
    durationSamples: samples(frames),
    loudnessLufs: loudness.integratedLufs(),
    peakDbfs: peaks.largest === 0 ? null : linearToDb(peaks.largest),
    ...speech.finish(),
  };
}

function interleave(block: PlanarBlock): Float32Array {
  const [left, right] = block;
  if (!right) return left!;
  const interleaved = new Float32Array(2 * left!.length);
  for (let i = 0; i < right.length; i++) {
    interleaved[2 * i] = left![i]!;
    interleaved[2 * i + 1] = right[i]!;
  }
  return interleaved;
}
