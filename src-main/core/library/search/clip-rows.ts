/** Clips as they are shown. */
import { AssetId, EpisodeId, ProjectId, ProviderId, RecordId, TakeId } from '#shared/ids.ts';
import type { ClipKind, ClipRow, FacetKind } from '#shared/library-clips.ts';
import type { Samples } from '#shared/units.ts';
import type { ReadableDb } from '../database.ts';
import { printClipId } from './clip-id.ts';
import { textOf } from './index-text.ts';
import { parseRecord } from './parse-record.ts';

interface StoredRow {
  readonly number: number;
  readonly kind: ClipKind;
  readonly name: string | null;
  readonly file_text: string | null;
  readonly transcript: string | null;
  readonly note: string | null;
  readonly rating: number | null;
  readonly is_favourite: number;
  readonly duration_samples: Samples | null;
  readonly created_at_ms: number;
  readonly take_id: string | null;
  readonly take_text: string | null;
  readonly take_rating: number | null;
  readonly provider: string | null;
  readonly voice_id: string | null;
  readonly asset_id: string | null;
  readonly original_name: string | null;
  readonly loudness_lufs: number | null;
  readonly episode_id: string | null;
  readonly record_id: string | null;
  readonly record_json: string | null;
}

interface SegmentRow {
  readonly clip: number;
  readonly asset_id: string;
  readonly loudness_lufs: number | null;
}

interface FacetOfClip {
  readonly clip: number;
  readonly kind: FacetKind;
  readonly value: string;
}

/** The clips of these numbers, in this order. */
export function readClips(db: ReadableDb, numbers: readonly number[]): readonly ClipRow[] {
  if (numbers.length === 0) return [];
  const wanted = { numbers: JSON.stringify(numbers) };
  const rows = db.all<StoredRow>(
    `SELECT clip.number, clip.kind, clip.name, clip.file_text, clip.transcript, clip.note, clip.rating,
       clip.is_favourite, clip.duration_samples, clip.created_at_ms, take.id AS take_id, take.text AS take_text,
       take.rating AS take_rating, take.provider, take.voice_id, asset.id AS asset_id, asset.original_name,
       asset.loudness_lufs, episode.id AS episode_id, clip.record_id, record.json AS record_json
     FROM json_each($numbers) AS wanted CROSS JOIN clip ON clip.number = wanted.value
     LEFT JOIN take ON take.number = clip.take_number
     LEFT JOIN asset ON asset.number = clip.asset_number
     LEFT JOIN episode ON episode.number = clip.episode_number
     LEFT JOIN record ON record.episode_number = clip.episode_number AND record.id = clip.record_id
     ORDER BY wanted.key`,
    wanted,
  );
  const segments = groupByClip(
    db.all<SegmentRow>(
      `SELECT clip.number AS clip, asset.id AS asset_id, asset.loudness_lufs
       FROM json_each($numbers) AS wanted CROSS JOIN clip ON clip.number = wanted.value
       JOIN take_segment ON take_segment.take_number = clip.take_number
       JOIN asset ON asset.number = take_segment.asset_number
       ORDER BY wanted.key, take_segment.segment_index`,
      wanted,
    ),
  );
  const facets = groupByClip(
    db.all<FacetOfClip>(
      `SELECT clip.number AS clip, facet.kind, facet.value
       FROM json_each($numbers) AS wanted CROSS JOIN clip ON clip.number = wanted.value
       CROSS JOIN json_each(clip.facets) AS entry JOIN facet ON facet.number = entry.value
       WHERE facet.kind IN ('speaker', 'project', 'language', 'tag')`,
      wanted,
    ),
  );
  return rows.map((row) => clipRowOf(row, segments.get(row.number) ?? [], facets.get(row.number) ?? []));
}

function groupByClip<Row extends { readonly clip: number }>(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  return Map.groupBy(rows, (row) => row.clip);
}

function clipRowOf(row: StoredRow, segments: readonly SegmentRow[], facets: readonly FacetOfClip[]): ClipRow {
  const valuesOf = (kind: FacetKind) => facets.filter((facet) => facet.kind === kind).map((facet) => facet.value);
  const rating = row.take_id === null ? row.rating : row.take_rating;
  const loudness = loudestOf([row.loudness_lufs, ...segments.map((segment) => segment.loudness_lufs)]);
  const name = row.name ?? row.original_name;
  return {
    id: printClipId({ takeId: row.take_id, assetId: row.asset_id, episodeId: row.episode_id, recordId: row.record_id }),
    kind: row.kind,
    text: row.take_text ?? row.transcript ?? writtenText(row),
    ...(name === null ? {} : { name }),
    ...(row.file_text === null ? {} : { fileText: row.file_text }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.take_id === null ? {} : { takeId: TakeId.parse(row.take_id) }),
    assetIds:
      row.asset_id === null
        ? segments.map((segment) => AssetId.parse(segment.asset_id))
        : [AssetId.parse(row.asset_id)],
    ...(row.provider === null ? {} : { provider: ProviderId.parse(row.provider) }),
    ...(row.voice_id === null ? {} : { voiceId: row.voice_id }),
    speakers: valuesOf('speaker'),
    projects: valuesOf('project').map((id) => ProjectId.parse(id)),
    languages: valuesOf('language'),
    tags: valuesOf('tag'),
    ...(rating === null ? {} : { rating }),
    isFavourite: row.is_favourite === 1,
    ...(row.duration_samples === null ? {} : { durationSamples: row.duration_samples }),
    ...(loudness === null ? {} : { loudnessLufs: loudness }),
    createdAtMs: row.created_at_ms,
    ...(row.episode_id === null || row.record_id === null
      ? {}
      : { writtenIn: { episodeId: EpisodeId.parse(row.episode_id), recordId: RecordId.parse(row.record_id) } }),
  };
}

function writtenText(row: StoredRow): string {
  const record = row.record_json === null ? null : parseRecord(row.record_json);
  return (record && textOf(record)?.text) ?? '';
}

function loudestOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
