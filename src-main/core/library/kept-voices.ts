/** Voices that were made here, and the consent of those whose voice was copied. */
import { z } from 'zod';
import { Json } from '#shared/document/records.ts';
import { type AssetId, ProviderId } from '#shared/ids.ts';
import type { Voice } from '../providers/speech-provider.ts';
import type { ReadableDb, WritableDb } from './database.ts';

export const Consent = z
  .strictObject({
    /** Whose voice it is. */
    who: z.string().min(1).max(200),
    /** ISO 8601. */
    when: z.iso.datetime(),
    /** In their own words; '' where the file is a recording or a picture of it. */
    statement: z.string().max(100_000),
    fileName: z.string().max(500),
    /** Of the file, which the library keeps. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .readonly();
export type Consent = z.infer<typeof Consent>;

export interface KeptVoice extends Omit<Voice, 'kind' | 'gender'> {
  readonly kind: 'designed' | 'cloned' | 'blended';
  /** What it is made of, where the service keeps no voices: goes with every request instead of a voice id. */
  readonly options?: Readonly<Record<string, Json>>;
  readonly consent?: Consent;
  readonly sampleAssetId?: AssetId;
  readonly createdAtMs: number;
}

interface VoiceRow {
  readonly provider: string;
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly kind: KeptVoice['kind'];
  readonly options_json: string | null;
  readonly consent_json: string | null;
  readonly sample_asset_id: AssetId | null;
  readonly created_at_ms: number;
}

const Options = z.record(z.string(), Json);

/** Without those that were removed, in the order they were made. */
export function keptVoices(db: ReadableDb): readonly KeptVoice[] {
  return db
    .all<VoiceRow>(
      `SELECT voice.*, asset.id AS sample_asset_id
       FROM voice LEFT JOIN asset ON asset.number = voice.sample_asset_number
       WHERE removed_at_ms IS NULL ORDER BY voice.number`,
    )
    .map((row) => ({
      provider: ProviderId.parse(row.provider),
      id: row.id,
      name: row.name,
      language: row.language,
      kind: row.kind,
      ...(row.options_json === null ? {} : { options: Options.parse(JSON.parse(row.options_json)) }),
      ...(row.consent_json === null ? {} : { consent: Consent.parse(JSON.parse(row.consent_json)) }),
      ...(row.sample_asset_id === null ? {} : { sampleAssetId: row.sample_asset_id }),
      createdAtMs: row.created_at_ms,
    }));
}

/** The consent's file and the recording must be in the library already. Throws where the id has been used before. */
export function insertKeptVoice(db: WritableDb, voice: KeptVoice): void {
  db.run(
    `INSERT INTO voice (provider, id, name, language, kind, options_json, consent_json, consent_asset_number,
       sample_asset_number, created_at_ms)
     VALUES ($provider, $id, $name, $language, $kind, $optionsJson, $consentJson,
       (SELECT number FROM asset WHERE id = $consentAssetId), (SELECT number FROM asset WHERE id = $sampleAssetId),
       $createdAtMs)`,
    {
      provider: voice.provider,
      id: voice.id,
      name: voice.name,
      language: voice.language,
      kind: voice.kind,
      optionsJson: voice.options === undefined ? null : JSON.stringify(voice.options),
      consentJson: voice.consent === undefined ? null : JSON.stringify(voice.consent),
      consentAssetId: voice.consent?.sha256 ?? null,
      sampleAssetId: voice.sampleAssetId ?? null,
      createdAtMs: voice.createdAtMs,
    },
  );
}

/** It is offered no longer. Its row stays, with the consent; what it has spoken stays as well. */
export function markVoiceRemoved(db: WritableDb, voice: Pick<Voice, 'provider' | 'id'>, removedAtMs: number): void {
  db.run(
    'UPDATE voice SET removed_at_ms = $removedAtMs WHERE provider = $provider AND id = $id AND removed_at_ms IS NULL',
    { provider: voice.provider, id: voice.id, removedAtMs },
  );
}
