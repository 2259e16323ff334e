import { stat } from 'node:fs/promises';
import { DeliveryMeter } from '#shared/loudness/delivery-meter.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import type { ProgrammeMeter } from '#shared/loudness/programme-meter.ts';
import { TruePeakMeter } from '#shared/loudness/true-peak-meter.ts';
import { type DecodedAudio, decodeAudio } from '../audio/decode-audio.ts';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import { storageError } from '../library/storage-error.ts';
import { mp4SoundBytes } from './mp4-file.ts';

/** As much as it takes to see that a file can be played. */
const BEGINNING_SECONDS = 2;

/** What a file is when it is played; levels are null where there is nothing but digital silence. */
export interface Measurements {
  /** By content: 'mp3', 'm4a', 'ogg', 'flac', 'wav' … */
  readonly format: string;
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  /** Of mp3 the mean of its frames, of m4a of its sound; else of the whole file, cover included. */
  readonly bitrateKbps: number;
  /** Of mp3 only, by reading every frame. */
  readonly bitrateMode: 'CBR' | 'VBR' | null;
  readonly durationMs: number;
  /** BS.1770 integrated; of a mono file as one channel. */
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
  readonly samplePeakDbfs: number | null;
  readonly rmsDb: number | null;
  readonly noiseFloorDb: number | null;
  readonly headMs: number;
  readonly tailMs: number;
}

export interface MeasureOptions {
  readonly ffmpeg: FfmpegLocation;
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneMs: number) => void;
}

/**
 * Decodes a finished file to its end and measures what comes out: headers are not believed. Throws AppError
 * `unsupported-audio`, `truncated-audio`, `ffmpeg-failed`, `file-unreadable`; Cancelled.
 */
export async function measureFile(path: string, options: MeasureOptions): Promise<Measurements> {
  const { ffmpeg, signal } = options;
  const decoded = await decodeAudio(path, { getFfmpeg: async () => ffmpeg, ...(signal && { signal }) });
  const heard = await listen(decoded, options);
  return { ...heard, ...(await factsOf(decoded, path, heard.durationMs)) };
}

/** What a file is, apart from what is heard. */
export type FileFacts = Pick<Measurements, 'format' | 'sampleRateHz' | 'channels' | 'bitrateKbps' | 'bitrateMode'>;
export type Heard = Omit<Measurements, keyof FileFacts>;

/**
 * Opens a finished file as a player would, decodes its beginning and says what it is: of a file that was joined from segments
 * that have each been decoded and measured. Throws as {@link measureFile}.
 */
export async function describeFile(path: string, durationMs: number, options: MeasureOptions): Promise<FileFacts> {
  const { ffmpeg, signal } = options;
  const decoded = await decodeAudio(path, { getFfmpeg: async () => ffmpeg, ...(signal && { signal }) });
  let frames = 0;
  for await (const block of decoded.blocks) {
    frames += block[0]?.length ?? 0;
    if (frames >= BEGINNING_SECONDS * decoded.sampleRateHz) break;
  }
  return factsOf(decoded, path, durationMs);
}

async function factsOf(decoded: DecodedAudio, path: string, durationMs: number): Promise<FileFacts> {
  const bitrate = decoded.bitrate?.();
  return {
    format: decoded.format(),
    sampleRateHz: decoded.sampleRateHz,
    channels: decoded.channels,
    bitrateKbps: bitrate?.kbps ?? (8 * (await soundBytesOf(path, decoded.format()))) / durationMs,
    bitrateMode: bitrate?.mode ?? null,
  };
}

/** The same of a programme measured in stretches. */
export function heardBy(meter: ProgrammeMeter): Heard {
  return {
    durationMs: meter.durationMs(),
    integratedLufs: finiteOrNull(meter.integratedLufs()),
    truePeakDbtp: finiteOrNull(meter.truePeakDbtp()),
    samplePeakDbfs: finiteOrNull(meter.samplePeakDbfs()),
    rmsDb: finiteOrNull(meter.rmsDb()),
    noiseFloorDb: finiteOrNull(meter.noiseFloorDb()),
    headMs: meter.headRoomMs(),
    tailMs: meter.tailRoomMs(),
  };
}

async function listen(
  { blocks, channels, sampleRateHz }: DecodedAudio,
  { onProgress }: MeasureOptions,
): Promise<Heard> {
  const loudness = new LoudnessMeter({ sampleRateHz, channels });
  const peak = new TruePeakMeter(channels);
  const delivery = new DeliveryMeter({ sampleRateHz, channels });
  for await (const block of blocks) {
    loudness.push(block);
    peak.push(block);
    delivery.push(block);
    onProgress?.(delivery.durationMs());
  }
  return {
    durationMs: delivery.durationMs(),
    integratedLufs: finiteOrNull(loudness.integratedLufs()),
    truePeakDbtp: finiteOrNull(peak.truePeakDbtp()),
    samplePeakDbfs: finiteOrNull(peak.samplePeakDbfs()),
    rmsDb: finiteOrNull(delivery.rmsDb()),
    noiseFloorDb: finiteOrNull(delivery.noiseFloorDb()),
    headMs: delivery.headRoomMs(),
    tailMs: delivery.tailRoomMs(),
  };
}

function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

async function soundBytesOf(path: string, format: string): Promise<number> {
  if (format === 'm4a') return mp4SoundBytes(path);
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw storageError(error, path, 'read');
  }
}
