/** Answers of speech services: which audio a request gave, and what it cost. Never changed, never removed. */
import type { AssetId, RequestHash } from '#shared/ids.ts';
import type { Utterance } from '../providers/speech-provider.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { forgetAnswer } from './search/index-sound.ts';

export type UtteranceCue = NonNullable<Utterance['cues']>[number];

export interface StoredUtterance {
  readonly requestHash: RequestHash;
  /** 0 is the first answer to a request; another take of the same request has the next number. */
  readonly variation: number;
  readonly assetId: AssetId;
  /** The canonical request, as it was hashed. */
  readonly requestJson: string;
  /** What the service said the bytes are. */
  readonly declaredFormat: string;
  readonly providerRequestId?: string;
  readonly cues: readonly UtteranceCue[];
  readonly warnings: readonly string[];
  readonly billedCharacters: number;
  readonly cost: number;
  readonly currency?: string;
  readonly createdAtMs: number;
}

interface UtteranceRow {
  readonly request_hash: RequestHash;
  readonly variation: number;
  readonly asset_id: AssetId;
  readonly request_json: string;
  readonly declared_format: string;
  readonly provider_request_id: string | null;
  readonly cues_json: string;
  readonly warnings_json: string;
  readonly billed_characters: number;
  readonly cost: number;
  readonly currency: string | null;
  readonly created_at_ms: number;
}

function utteranceOf(row: UtteranceRow): StoredUtterance {
  return {
    requestHash: row.request_hash,
    variation: row.variation,
    assetId: row.asset_id,
    requestJson: row.request_json,
    declaredFormat: row.declared_format,
    ...(row.provider_request_id === null ? {} : { providerRequestId: row.provider_request_id }),
    cues: JSON.parse(row.cues_json),
    warnings: JSON.parse(row.warnings_json),
    billedCharacters: row.billed_characters,
    cost: row.cost,
    ...(row.currency === null ? {} : { currency: row.currency }),
    createdAtMs: row.created_at_ms,
  };
}

/** By the order it came in; undefined where there is none of this number. */
export function utteranceByNumber(db: ReadableDb, number: number): StoredUtterance | undefined {
  const row = db.get<UtteranceRow>(
    `SELECT utterance.*, asset.id AS asset_id
     FROM utterance JOIN asset ON asset.number = utterance.asset_number WHERE utterance.number = $number`,
    { number },
  );
  return row && utteranceOf(row);
}

/** Every answer that gave this audio, in the order they came. */
export function utterancesWithAsset(db: ReadableDb, assetId: AssetId): readonly StoredUtterance[] {
  return db
    .all<UtteranceRow>(
      `SELECT utterance.*, asset.id AS asset_id
       FROM utterance JOIN asset ON asset.number = utterance.asset_number WHERE asset.id = $assetId
       ORDER BY utterance.number`,
      { assetId },
    )
    .map(utteranceOf);
}

export function isUtteranceKnown(
  db: ReadableDb,
  { requestHash, variation, assetId }: Pick<StoredUtterance, 'requestHash' | 'variation' | 'assetId'>,
): boolean {
  const row = db.get(
    `SELECT 1 FROM utterance JOIN asset ON asset.number = asset_number
     WHERE request_hash = $requestHash AND variation = $variation AND asset.id = $assetId`,
    { requestHash, variation, assetId },
  );
  return row !== undefined;
}

/** The asset must be in the library already. */
export function insertUtterance(db: WritableDb, utterance: StoredUtterance): void {
  const { cues, warnings, ...rest } = utterance;
  db.transaction(() => {
    const asset = db.get<{ number: number }>('SELECT number FROM asset WHERE id = $assetId', {
      assetId: utterance.assetId,
    });
    db.run(
      `INSERT INTO utterance (request_hash, variation, asset_number, request_json, declared_format,
         provider_request_id, cues_json, warnings_json, billed_characters, cost, currency, created_at_ms)
       VALUES ($requestHash, $variation, $asset, $requestJson, $declaredFormat,
         $providerRequestId, $cuesJson, $warningsJson, $billedCharacters, $cost, $currency, $createdAtMs)`,
      {
        ...rest,
        asset: asset?.number ?? null,
        providerRequestId: utterance.providerRequestId ?? null,
        currency: utterance.currency ?? null,
        cuesJson: JSON.stringify(cues),
        warningsJson: JSON.stringify(warnings),
      },
    );
    if (asset) forgetAnswer(db, asset.number);
  });
}

/**
 * The newest answer to a request that may still be played: one whose audio was refused is kept but does not count,
 * one that has not been decoded yet does.
 */
export function findUtterance(
  db: ReadableDb,
  requestHash: RequestHash,
  variation: number,
): StoredUtterance | undefined {
  const row = db.get<UtteranceRow>(
    `SELECT utterance.*, asset.id AS asset_id
     FROM utterance JOIN asset ON asset.number = utterance.asset_number
     WHERE request_hash = $requestHash AND variation = $variation AND asset.refusal_code IS NULL
     ORDER BY utterance.number DESC LIMIT 1`,
    { requestHash, variation },
  );
  return row && utteranceOf(row);
}
