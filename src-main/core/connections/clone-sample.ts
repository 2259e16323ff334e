/** A recording that a voice is to be copied from: what is good or bad about it, and made ready to be sent. */
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { DeliveryMeter } from '#shared/loudness/delivery-meter.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { type DecodeOptions, decodeAudio } from '../audio/decode-audio.ts';
import { cutBlocks, monoWav, type Stretch } from '../audio/mono-wav.ts';
import { storageError } from '../library/storage-error.ts';
import type { SampleRules } from './voice-makers.ts';

export interface SampleFile {
  readonly path: string;
  /** For people. */
  readonly name: string;
  readonly stretch?: Stretch | undefined;
}

export interface SampleFacts {
  readonly durationMs: number;
  /** null where there is nothing but silence. */
  readonly loudnessLufs: number | null;
  readonly peakDbfs: number | null;
  readonly noiseFloorDb: number | null;
  /** As it would be sent. */
  readonly byteLength: number;
  /** The file itself is sent, and not a stretch of it or another format. */
  readonly isSentAsItIs: boolean;
}

export interface SampleProblem {
  /** The service would refuse it. */
  readonly isFatal: boolean;
  readonly text: string;
}

/** Copies of a voice take over what else is heard: the limits are those of a quiet room and a close microphone. */
const LOUDEST_PEAK_DBFS = -0.2;
const QUIETEST_LUFS = -36;
const LOUDEST_NOISE_DB = -45;
/** Where a service says nothing: less holds too few of a voice's sounds. */
const SHORT_MS = 8_000;

type Decoding = Pick<DecodeOptions, 'getFfmpeg' | 'signal'>;

/** Decodes the stretch and measures it. Throws as `decodeAudio`. */
export async function measureSample(file: SampleFile, rules: SampleRules, decoding: Decoding): Promise<SampleFacts> {
  const decoded = await decodeAudio(file.path, { ...decoding, displayName: file.name });
  const { sampleRateHz, channels } = decoded;
  const loudness = new LoudnessMeter({ sampleRateHz, channels });
  const delivery = new DeliveryMeter({ sampleRateHz, channels });
  try {
    for await (const block of cutBlocks(decoded.blocks, sampleRateHz, file.stretch)) {
      loudness.push(block);
      delivery.push(block);
    }
  } finally {
    await decoded.close();
  }
  const durationMs = delivery.durationMs();
  const wavBytes = 44 + 2 * Math.round((durationMs * sampleRateHz) / 1000);
  const isSentAsItIs = file.stretch === undefined && rules.formats.includes(decoded.format());
  return {
    durationMs,
    loudnessLufs: finiteOrNull(loudness.integratedLufs()),
    peakDbfs: finiteOrNull(delivery.samplePeakDbfs()),
    noiseFloorDb: finiteOrNull(delivery.noiseFloorDb()),
    byteLength: isSentAsItIs ? await sizeOf(file.path) : wavBytes,
    isSentAsItIs,
  };
}

/** What the service refuses, or will do badly with, and what to do. */
export function problemsOfSample(facts: SampleFacts, rules: SampleRules): readonly SampleProblem[] {
  const { durationMs, loudnessLufs, peakDbfs, noiseFloorDb, byteLength } = facts;
  const problems: SampleProblem[] = [];
  const fatal = (text: string) => problems.push({ isFatal: true, text });
  const bad = (text: string) => problems.push({ isFatal: false, text });
  if (peakDbfs === null || loudnessLufs === null)
    fatal('There is no speech to be heard in it. Record again, or choose another file.');
  if (rules.minMs !== null && durationMs < rules.minMs) {
    fatal(`It has ${seconds(durationMs)}; the service wants at least ${seconds(rules.minMs)}.`);
  } else if (durationMs < SHORT_MS) {
    bad(`It has ${seconds(durationMs)}. A copy comes out closer from ${seconds(SHORT_MS)} on.`);
  }
  if (rules.maxMs !== null && durationMs > rules.maxMs) {
    fatal(`It has ${seconds(durationMs)}; the service takes at most ${seconds(rules.maxMs)}. Trim it.`);
  }
  if (byteLength > rules.maxBytes) {
    fatal(
      `It would be sent with ${megabytes(byteLength)}; the service takes at most ${megabytes(rules.maxBytes)}. Trim it.`,
    );
  }
  if (peakDbfs !== null && peakDbfs > LOUDEST_PEAK_DBFS) {
    bad('It is cut off at full scale in places, and the copy would sound distorted. Record with less gain.');
  }
  if (loudnessLufs !== null && loudnessLufs < QUIETEST_LUFS) {
    bad(`It is very quiet (${loudnessLufs.toFixed(0)} LUFS). Speak closer to the microphone.`);
  }
  if (noiseFloorDb !== null && noiseFloorDb > LOUDEST_NOISE_DB) {
    bad(
      `There is noise under the voice (${noiseFloorDb.toFixed(0)} dB), which the copy takes over. Record in a quiet room.`,
    );
  }
  return problems;
}

/**
 * The file as it is where the service takes it, else the stretch as a WAV file. Throws as `monoWav`, and AppError
 * `invalid-input` with what the service would refuse.
 */
export async function readySample(
  file: SampleFile,
  rules: SampleRules,
  decoding: Decoding,
): Promise<{ readonly bytes: Uint8Array; readonly fileName: string }> {
  const facts = await measureSample(file, rules, decoding);
  const [refusal] = problemsOfSample(facts, rules).filter(({ isFatal }) => isFatal);
  if (refusal)
    throw new AppError({
      code: 'invalid-input',
      message: `${file.name}: ${refusal.text}`,
      details: { file: file.name },
    });
  if (facts.isSentAsItIs) {
    const bytes = await readFile(file.path).catch((error: unknown) =>
      Promise.reject(storageError(error, file.path, 'read')),
    );
    return { bytes, fileName: file.name };
  }
  const bytes = await monoWav(file.path, { ...decoding, displayName: file.name, stretch: file.stretch });
  return { bytes, fileName: `${file.name.replace(/\.[^.]*$/, '')}.wav` };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch((error: unknown) => Promise.reject(storageError(error, path, 'read')))).size;
}

function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function seconds(ms: number): string {
  return ms >= 120_000
    ? `${Math.round(ms / 6_000) / 10} minutes`
    : `${(ms / 1000).toFixed(ms < 100_000 ? 1 : 0)} seconds`;
}

function megabytes(byteLength: number): string {
  return `${(byteLength / 1e6).toFixed(1)} MB`;
}
