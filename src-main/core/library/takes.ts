/** Takes: whole lines as spoken. Immutable, and every one is kept. */
import type { AssetId, ProviderId, RequestHash, TakeId } from '#shared/ids.ts';
import type { Take, TakeCue, TakeSegment } from '#shared/media.ts';
import type { Samples } from '#shared/units.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { indexTake } from './search/index-take.ts';

interface TakeRow {
  readonly number: number;
  readonly id: TakeId;
  readonly request_hash: RequestHash;
  readonly provider: ProviderId;
  readonly voice_id: string;
  readonly model: string | null;
  readonly text: string;
  readonly billed_characters: number;
  readonly cost: number;
  readonly currency: string | null;
  readonly created_at_ms: number;
}

interface SegmentRow {
  readonly asset_id: AssetId;
  readonly request_hash: RequestHash;
  readonly run_index: number;
  readonly duration_samples: Samples;
  readonly speech_start_sample: Samples;
  readonly speech_end_sample: Samples;
}

interface CueRow {
  readonly segment_index: number;
  readonly start_sample: Samples;
  readonly end_sample: Samples;
  readonly text: string;
}

function segmentOf(row: SegmentRow): TakeSegment {
  return {
    assetId: row.asset_id,
    requestHash: row.request_hash,
    durationSamples: row.duration_samples,
    speechStartSample: row.speech_start_sample,
    speechEndSample: row.speech_end_sample,
    runIndex: row.run_index,
  };
}

function cueOf(row: CueRow): TakeCue {
  return {
    segmentIndex: row.segment_index,
    startSample: row.start_sample,
    endSample: row.end_sample,
    text: row.text,
  };
}

function takeOf(db: ReadableDb, row: TakeRow): Take {
  const segments = db.all<SegmentRow>(
    `SELECT asset.id AS asset_id, take_segment.request_hash, run_index, take_segment.duration_samples,
       take_segment.speech_start_sample, take_segment.speech_end_sample
     FROM take_segment JOIN asset ON asset.number = take_segment.asset_number
     WHERE take_number = $number ORDER BY segment_index`,
    { number: row.number },
  );
  const cues = db.all<CueRow>(
    'SELECT segment_index, start_sample, end_sample, text FROM take_cue WHERE take_number = $number ORDER BY cue_index',
    { number: row.number },
  );
  return {
    id: row.id,
    requestHash: row.request_hash,
    provider: row.provider,
    voiceId: row.voice_id,
    ...(row.model === null ? {} : { model: row.model }),
    text: row.text,
    segments: segments.map(segmentOf),
    cues: cues.map(cueOf),
    billedCharacters: row.billed_characters,
    cost: row.cost,
    ...(row.currency === null ? {} : { currency: row.currency }),
    createdAtMs: row.created_at_ms,
  };
}

/** In one transaction. Its assets must be in the library already. */
export function insertTake(db: WritableDb, take: Take, variation: number): void {
  db.transaction(() => {
    const { segments, cues, ...rest } = take;
    db.run(
      `INSERT INTO take (id, request_hash, variation, provider, voice_id, model, text, billed_characters, cost,
         currency, created_at_ms)
       VALUES ($id, $requestHash, $variation, $provider, $voiceId, $model, $text, $billedCharacters, $cost,
         $currency, $createdAtMs)`,
      { ...rest, variation, model: take.model ?? null, currency: take.currency ?? null },
    );
    const { number } = db.get<{ number: number }>('SELECT number FROM take WHERE id = $id', { id: take.id })!;
    for (const [index, segment] of segments.entries()) {
      db.run(
        `INSERT INTO take_segment (take_number, segment_index, asset_number, request_hash, run_index,
           duration_samples, speech_start_sample, speech_end_sample)
         VALUES ($number, $index, (SELECT number FROM asset WHERE id = $assetId), $requestHash, $runIndex,
           $durationSamples, $speechStartSample, $speechEndSample)`,
        { number, index, ...segment },
      );
    }
    for (const [index, cue] of cues.entries()) {
      db.run(
        `INSERT INTO take_cue (take_number, cue_index, segment_index, start_sample, end_sample, text)
         VALUES ($number, $index, $segmentIndex, $startSample, $endSample, $text)`,
        { number, index, ...cue },
      );
    }
    indexTake(db, number);
  });
}

export function takeById(db: ReadableDb, id: TakeId): Take | undefined {
  const row = db.get<TakeRow>('SELECT * FROM take WHERE id = $id', { id });
  return row && takeOf(db, row);
}

/** The newest take of a line's request and variation. */
export function findTake(db: ReadableDb, requestHash: RequestHash, variation: number): Take | undefined {
  const row = db.get<TakeRow>(
    'SELECT * FROM take WHERE request_hash = $requestHash AND variation = $variation ORDER BY number DESC LIMIT 1',
    { requestHash, variation },
  );
  return row && takeOf(db, row);
}

/** Every take of a line's request, newest first. */
export function takesOf(db: ReadableDb, requestHash: RequestHash): readonly Take[] {
  return db
    .all<TakeRow>('SELECT * FROM take WHERE request_hash = $requestHash ORDER BY number DESC', { requestHash })
    .map((row) => takeOf(db, row));
}

/** The number that another take of the same request gets; 0 when there is none yet. */
export function nextVariation(db: ReadableDb, requestHash: RequestHash): number {
  return db.get<{ next: number }>(
    'SELECT coalesce(max(variation) + 1, 0) AS next FROM take WHERE request_hash = $requestHash',
    { requestHash },
  )!.next;
}
