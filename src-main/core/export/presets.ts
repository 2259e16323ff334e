/**
 * Where an episode goes, and what it must measure there. Limits hold for the finished file as decoded, not for what
 * went into the encoder. Sources are in the comments; what no destination publishes is our own choice and says so.
 */
import { AppError } from '#shared/errors.ts';
import { nearestName } from '#shared/script/nearest-name.ts';
import { type Samples, secondsToSamples } from '#shared/units.ts';
import type { ExportFormat } from './export-format.ts';

/** One or the other: shops that measure RMS do not measure loudness. */
export type LevelTarget =
  | {
      readonly kind: 'lufs';
      /** BS.1770 integrated loudness. Of a mono file as ONE channel: 3.01 LU below the same sound in two. */
      readonly targetLufs: number;
      readonly toleranceLu: number;
    }
  | {
      readonly kind: 'rms';
      /** Of the whole file, in dBFS. */
      readonly targetDb: number;
      readonly minDb: number;
      readonly maxDb: number;
    };

export function targetLevelOf(level: LevelTarget): number {
  return level.kind === 'lufs' ? level.targetLufs : level.targetDb;
}

/** Whether the destination takes synthetic voices. `text` is what a person must know before delivering. */
export type AiPolicy =
  | { readonly kind: 'prohibited'; readonly text: string }
  | { readonly kind: 'disclose'; readonly text: string }
  | { readonly kind: 'ok' };

/** By content, as measured; ALAC counts as m4a, its container. */
export type MeasuredFormat = 'mp3' | 'm4a' | 'ogg' | 'flac' | 'wav';

export interface EncodedAs {
  readonly sampleRateHz: 44_100 | 48_000;
  /** Of mp3, AAC and Opus. */
  readonly bitrateKbps: number;
  /** Of WAV and FLAC. */
  readonly bitDepth: 16 | 24;
}

export interface ExportPreset {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly level: LevelTarget;
  readonly truePeakLimitDbtp: number;
  /** Also for single samples, where the destination measures those. */
  readonly samplePeakLimitDbfs?: number;
  readonly noiseFloorLimitDb?: number;
  readonly channels: 1 | 2;
  /** What a file checked may have; the exporter makes `channels`. */
  readonly allowedChannels: readonly (1 | 2)[];
  readonly encodedAs: EncodedAs;
  readonly allowedRatesHz: readonly number[];
  readonly allowedFormats: readonly MeasuredFormat[];
  /** Of lossy files, by channel count; absent: no rule. */
  readonly minBitrateKbps?: { readonly mono: number; readonly stereo: number };
  readonly maxBitrateKbps?: number;
  readonly isConstantBitrate: boolean;
  readonly defaultFormat: ExportFormat;
  readonly formats: readonly ExportFormat[];
  /** Silence (or room tone) before the first and after the last sound. */
  readonly headSamples: Samples;
  readonly tailSamples: Samples;
  /** Seconds of quiet a delivered file must have there; absent: no rule. */
  readonly headRangeSeconds?: readonly [number, number];
  readonly tailRangeSeconds?: readonly [number, number];
  readonly maxDurationSeconds?: number;
  /** RMS of the noise under the whole programme; absent: none. */
  readonly roomToneDbfs?: number;
  /** One file for each chapter. */
  readonly isFilePerChapter: boolean;
  /** Written as a book: `M4B ` brand, audiobook media kind. */
  readonly mediaKind: 'podcast' | 'audiobook';
  readonly aiPolicy: AiPolicy;
}

const ALL_FORMATS: readonly ExportFormat[] = ['mp3', 'm4a', 'm4b', 'opus', 'flac', 'wav'];
const LOSSLESS_FORMATS: readonly ExportFormat[] = ['wav', 'flac'];
const PODCAST_RATES_HZ = [44_100, 48_000];

/** Quiet around an episode (ours): a player's own fade must not eat the first syllable. */
const PODCAST_EDGES = { headSamples: secondsToSamples(0.5), tailSamples: secondsToSamples(1) };
/** Inside the 0.5–1 s and 1–5 s that audiobook shops ask for. */
const AUDIOBOOK_EDGES = { headSamples: secondsToSamples(0.75), tailSamples: secondsToSamples(3) };

/** Apple Podcasters, "Audio requirements": −16 LKFS ± 1 dB, −1 dBTP; mp3 128–256 kbps stereo, 64 at least, 32 mono. */
const APPLE_PODCASTS: ExportPreset = {
  name: 'apple-podcasts',
  title: 'Apple Podcasts, stereo',
  level: { kind: 'lufs', targetLufs: -16, toleranceLu: 1 },
  truePeakLimitDbtp: -1,
  channels: 2,
  allowedChannels: [1, 2],
  encodedAs: { sampleRateHz: 48_000, bitrateKbps: 192, bitDepth: 24 },
  allowedRatesHz: PODCAST_RATES_HZ,
  allowedFormats: ['mp3', 'm4a', 'flac', 'wav'],
  minBitrateKbps: { mono: 32, stereo: 64 },
  isConstantBitrate: false,
  defaultFormat: 'mp3',
  formats: ALL_FORMATS,
  ...PODCAST_EDGES,
  isFilePerChapter: false,
  mediaKind: 'podcast',
  aiPolicy: {
    kind: 'disclose',
    text: 'Apple Podcasts asks that AI used for a material portion of the audio be disclosed prominently, in the audio and in the metadata of each episode and show (content guidelines 1.11).',
  },
};

/** −19 LUFS in one channel is as loud on two loudspeakers as −16 in two. */
const PODCAST_MONO: ExportPreset = {
  ...APPLE_PODCASTS,
  name: 'podcast-mono',
  title: 'Podcast, mono',
  level: { kind: 'lufs', targetLufs: -19, toleranceLu: 1 },
  channels: 1,
  allowedChannels: [1],
  encodedAs: { sampleRateHz: 48_000, bitrateKbps: 96, bitDepth: 24 },
};

/** Spotify normalises playback to −14 LUFS; mp3 or m4a of 96–320 kbps. */
const SPOTIFY: ExportPreset = {
  ...APPLE_PODCASTS,
  name: 'spotify',
  title: 'Spotify',
  level: { kind: 'lufs', targetLufs: -14, toleranceLu: 1 },
  allowedFormats: ['mp3', 'm4a'],
  minBitrateKbps: { mono: 96, stereo: 96 },
  maxBitrateKbps: 320,
  aiPolicy: {
    kind: 'disclose',
    text: 'Spotify forbids imitating a person’s voice without consent and asks that AI voices be said in the credits.',
  },
};

/**
 * Audible's exchange publishes limits and no methods; measured as the "ACX Check" of Audacity does. 120 minutes at most,
 * every chapter its own file, all mono or all stereo.
 */
const ACX: ExportPreset = {
  name: 'acx',
  title: 'ACX / Audible',
  level: { kind: 'rms', targetDb: -20.5, minDb: -23, maxDb: -18 },
  truePeakLimitDbtp: -3,
  samplePeakLimitDbfs: -3,
  noiseFloorLimitDb: -60,
  channels: 1,
  allowedChannels: [1, 2],
  encodedAs: { sampleRateHz: 44_100, bitrateKbps: 192, bitDepth: 16 },
  allowedRatesHz: [44_100],
  allowedFormats: ['mp3'],
  minBitrateKbps: { mono: 192, stereo: 192 },
  isConstantBitrate: true,
  defaultFormat: 'mp3',
  formats: ['mp3'],
  ...AUDIOBOOK_EDGES,
  headRangeSeconds: [0.5, 1],
  tailRangeSeconds: [1, 5],
  maxDurationSeconds: 7200,
  roomToneDbfs: -70,
  isFilePerChapter: true,
  mediaKind: 'audiobook',
  aiPolicy: {
    kind: 'prohibited',
    text: 'ACX: audiobooks “must be narrated by a human unless otherwise authorized”. Synthetic or AI narration is refused unless Audible has authorized it; deliver this only with that permission.',
  },
};

/** Levels of the trade for audiobooks outside Audible; AAC-LC at 44.1 kHz plays on every book player (ours). */
const AUDIOBOOK_M4B: ExportPreset = {
  name: 'audiobook-m4b',
  title: 'Audiobook with chapters',
  level: { kind: 'lufs', targetLufs: -19, toleranceLu: 1 },
  truePeakLimitDbtp: -3,
  channels: 2,
  allowedChannels: [1, 2],
  encodedAs: { sampleRateHz: 44_100, bitrateKbps: 128, bitDepth: 16 },
  allowedRatesHz: PODCAST_RATES_HZ,
  allowedFormats: ['m4a', 'mp3', 'ogg', 'flac', 'wav'],
  isConstantBitrate: false,
  defaultFormat: 'm4b',
  formats: ALL_FORMATS,
  ...AUDIOBOOK_EDGES,
  roomToneDbfs: -70,
  isFilePerChapter: false,
  mediaKind: 'audiobook',
  aiPolicy: {
    kind: 'disclose',
    text: 'Shops that take synthetic narration (Google Play Books, Kobo and others) ask that it be said in the metadata and the credits.',
  },
};

/** EBU R 128 v4.0: −23.0 LUFS, ±0.2 LU in quality control; −1 dBTP. */
const EBU_R128: ExportPreset = {
  name: 'ebu-r128',
  title: 'European broadcast (EBU R 128)',
  level: { kind: 'lufs', targetLufs: -23, toleranceLu: 0.2 },
  truePeakLimitDbtp: -1,
  channels: 2,
  allowedChannels: [1, 2],
  encodedAs: { sampleRateHz: 48_000, bitrateKbps: 256, bitDepth: 24 },
  allowedRatesHz: [48_000],
  allowedFormats: ['wav', 'flac'],
  isConstantBitrate: false,
  defaultFormat: 'wav',
  formats: LOSSLESS_FORMATS,
  ...PODCAST_EDGES,
  isFilePerChapter: false,
  mediaKind: 'podcast',
  aiPolicy: { kind: 'ok' },
};

/** The podcast's master without loss, for the shelf and for services that encode themselves. */
const ARCHIVE_WAV: ExportPreset = {
  ...APPLE_PODCASTS,
  name: 'archive-wav',
  title: 'Archive, WAV',
  allowedRatesHz: [48_000],
  allowedFormats: ['wav', 'flac'],
  defaultFormat: 'wav',
  formats: LOSSLESS_FORMATS,
  aiPolicy: { kind: 'ok' },
};

const ARCHIVE_FLAC: ExportPreset = {
  ...ARCHIVE_WAV,
  name: 'archive-flac',
  title: 'Archive, FLAC',
  defaultFormat: 'flac',
};

export const PRESETS: readonly ExportPreset[] = [
  APPLE_PODCASTS,
  PODCAST_MONO,
  SPOTIFY,
  ACX,
  AUDIOBOOK_M4B,
  EBU_R128,
  ARCHIVE_WAV,
  ARCHIVE_FLAC,
];

const OTHER_NAMES: Readonly<Record<string, string>> = { archive: 'archive-wav' };

/** Throws AppError `invalid-input` that lists the names. Case does not matter. */
export function presetNamed(name: string): ExportPreset {
  const wanted = name.trim().toLowerCase();
  const found = PRESETS.find((preset) => preset.name === (OTHER_NAMES[wanted] ?? wanted));
  if (found) return found;
  const names = PRESETS.map((preset) => preset.name);
  throw new AppError({
    code: 'invalid-input',
    message: `There is no preset "${name}". Presets are ${names.join(', ')}; the nearest is ${nearestName(name, names)}.`,
    details: { preset: name, presets: names },
  });
}
