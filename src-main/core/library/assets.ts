/** What the library knows about each piece of audio. The bytes themselves are media-store.ts's business. */
import type { AppErrorCode } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import type { Asset } from '#shared/media.ts';
import type { Samples } from '#shared/units.ts';
import type { AudioFacts } from '../audio/audio-facts.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { indexSound } from './search/index-sound.ts';

/** Bytes that lie in the media folder, whatever is known about them. */
export interface StoredAsset {
  readonly id: AssetId;
  /** Of the stored file, without the dot. */
  readonly extension: string;
  readonly byteLength: number;
  readonly originalName?: string;
  readonly createdAtMs: number;
}

/** Why bytes that were kept are no audio. */
export interface Refusal {
  readonly code: AppErrorCode;
  readonly message: string;
}

/** Half-open range of the audio that holds the speech. */
export interface SpeechBounds {
  readonly speechStartSample: Samples;
  readonly speechEndSample: Samples;
}

export type AssetState =
  | { readonly status: 'ready'; readonly stored: StoredAsset; readonly asset: Asset; readonly speech: SpeechBounds }
  /** Not decoded yet: a crash, a cancellation or a missing decoder came between. */
  | { readonly status: 'undecoded'; readonly stored: StoredAsset }
  | { readonly status: 'refused'; readonly stored: StoredAsset; readonly refusal: Refusal };

interface AssetRow {
  readonly id: AssetId;
  readonly extension: string;
  readonly byte_length: number;
  readonly original_name: string | null;
  readonly created_at_ms: number;
  readonly format: string | null;
  readonly sample_rate_hz: number;
  readonly channels: 1 | 2;
  readonly duration_samples: Samples;
  readonly loudness_lufs: number | null;
  readonly peak_dbfs: number | null;
  readonly speech_start_sample: Samples;
  readonly speech_end_sample: Samples;
  readonly refusal_code: AppErrorCode | null;
  readonly refusal_message: string | null;
}

function stateOf(row: AssetRow): AssetState {
  const stored: StoredAsset = {
    id: row.id,
    extension: row.extension,
    byteLength: row.byte_length,
    ...(row.original_name === null ? {} : { originalName: row.original_name }),
    createdAtMs: row.created_at_ms,
  };
  if (row.refusal_code !== null) {
    return { status: 'refused', stored, refusal: { code: row.refusal_code, message: row.refusal_message ?? '' } };
  }
  if (row.format === null) return { status: 'undecoded', stored };
  const asset: Asset = {
    id: row.id,
    byteLength: row.byte_length,
    format: row.format,
    sampleRateHz: row.sample_rate_hz,
    channels: row.channels,
    durationSamples: row.duration_samples,
    loudnessLufs: row.loudness_lufs,
    peakDbfs: row.peak_dbfs,
    ...(row.original_name === null ? {} : { originalName: row.original_name }),
    createdAtMs: row.created_at_ms,
  };
  const speech = { speechStartSample: row.speech_start_sample, speechEndSample: row.speech_end_sample };
  return { status: 'ready', stored, asset, speech };
}

export function assetState(db: ReadableDb, id: AssetId): AssetState | undefined {
  const row = db.get<AssetRow>('SELECT * FROM asset WHERE id = $id', { id });
  return row && stateOf(row);
}

/** Audio that can be played; undefined for what is not there, not decoded or refused. */
export function assetById(db: ReadableDb, id: AssetId): Asset | undefined {
  const state = assetState(db, id);
  return state?.status === 'ready' ? state.asset : undefined;
}

/** Does nothing where the asset is known already: the first name and extension stay. */
export function insertAsset(db: WritableDb, asset: StoredAsset): void {
  db.run(
    `INSERT INTO asset (id, extension, byte_length, original_name, created_at_ms)
     VALUES ($id, $extension, $byteLength, $originalName, $createdAtMs) ON CONFLICT (id) DO NOTHING`,
    { ...asset, originalName: asset.originalName ?? null },
  );
}

/** What decoding found. From here on the sound is found by searching. */
export function recordFacts(db: WritableDb, id: AssetId, facts: AudioFacts): void {
  db.transaction(() => {
    db.run(
      `UPDATE asset SET format = $format, sample_rate_hz = $sampleRateHz, channels = $channels,
         duration_samples = $durationSamples, loudness_lufs = $loudnessLufs, peak_dbfs = $peakDbfs,
         speech_start_sample = $speechStartSample, speech_end_sample = $speechEndSample,
         refusal_code = NULL, refusal_message = NULL
       WHERE id = $id`,
      { id, ...facts },
    );
    const asset = db.get<{ number: number }>('SELECT number FROM asset WHERE id = $id', { id });
    if (asset) indexSound(db, asset.number);
  });
}

/** The row and the bytes stay: what was paid for or recorded is never removed because it could not be read. */
export function recordRefusal(db: WritableDb, id: AssetId, refusal: Refusal): void {
  db.run('UPDATE asset SET refusal_code = $code, refusal_message = $message WHERE id = $id AND format IS NULL', {
    id,
    // Picked, because an error's message is not among its own enumerable fields.
    code: refusal.code,
    message: refusal.message,
  });
}
