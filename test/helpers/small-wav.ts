/** Small sounds for tests, and an ingestion that understands them and nothing else. */
import { readFile, writeFile } from 'node:fs/promises';
import type { IngestAudio } from '#core/audio/audio-facts.ts';
import { AppError, throwIfCancelled } from '#shared/errors.ts';
import { framesToSamples, PROJECT_RATE_HZ, samples } from '#shared/units.ts';

/** A mono 16-bit WAV file of a tone between two silences. */
export function toneWav(options: {
  readonly seconds: number;
  readonly silenceSeconds?: number;
  readonly rateHz?: number;
  readonly frequencyHz?: number;
}): Uint8Array {
  const { seconds, silenceSeconds = 0, rateHz = 16_000, frequencyHz = 440 } = options;
  const silence = Math.round(silenceSeconds * rateHz);
  const tone = Math.round(seconds * rateHz);
  const data = Buffer.alloc((tone + 2 * silence) * 2);
  for (let frame = 0; frame < tone; frame++) {
    const value = Math.round(8000 * Math.sin((2 * Math.PI * frequencyHz * frame) / rateHz + 0.5));
    data.writeInt16LE(value, (silence + frame) * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rateHz, 24);
  header.writeUInt32LE(rateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** Decodes what {@link toneWav} makes, by repeating samples; refuses the rest like the real one. */
export const ingestSmallWav: IngestAudio = async (sourcePath, targets, options = {}) => {
  throwIfCancelled(options.signal);
  const bytes = await readFile(sourcePath);
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') {
    throw new AppError({ code: 'unsupported-audio', message: `${options.displayName ?? sourcePath} is no audio.` });
  }
  const rateHz = bytes.readUInt32LE(24);
  const frames = (bytes.length - 44) / 2;
  if (bytes.readUInt32LE(40) !== frames * 2) {
    throw new AppError({ code: 'truncated-audio', message: `${options.displayName ?? sourcePath} is cut short.` });
  }
  const durationSamples = framesToSamples(frames, rateHz);
  const pcm = new Float32Array(durationSamples);
  let first: number = durationSamples;
  let last = 0;
  let peak = 0;
  for (let index = 0; index < durationSamples; index++) {
    const frame = Math.min(frames - 1, Math.floor((index * rateHz) / PROJECT_RATE_HZ));
    const value = bytes.readInt16LE(44 + frame * 2) / 32768;
    pcm[index] = value;
    if (value !== 0) {
      first = Math.min(first, index);
      last = index + 1;
      peak = Math.max(peak, Math.abs(value));
    }
  }
  await writeFile(targets.pcmPath, new Uint8Array(pcm.buffer));
  await writeFile(targets.peaksPath, 'peaks');
  return {
    format: 'wav',
    sampleRateHz: rateHz,
    channels: 1,
    durationSamples,
    loudnessLufs: peak === 0 ? null : -20,
    peakDbfs: peak === 0 ? null : 20 * Math.log10(peak),
    speechStartSample: samples(peak === 0 ? 0 : first),
    speechEndSample: samples(peak === 0 ? durationSamples : last),
  };
};
