/** A project as its library has it, put together for an archive. */
import type { EpisodeRecord } from '#shared/document/records.ts';
import type { AssetId, EpisodeId, ProjectId, RecordId, TakeId } from '#shared/ids.ts';
import { assetState } from '../library/assets.ts';
import { clipWordsOf } from '../library/clip-words.ts';
import type { ReadableDb, WritableDb } from '../library/database.ts';
import { type EpisodeRow, episodeRow, readDocument } from '../library/episode-rows.ts';
import { closeGesture, entryDiff, entryRows, openGesture } from '../library/history-store.ts';
import { projectById } from '../library/projects.ts';
import { takeById } from '../library/takes.ts';
import { utterancesWithAsset } from '../library/utterances.ts';
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  type ArchivedAsset,
  type ArchivedClip,
  type ArchivedEpisode,
  type ArchivedTake,
  type Manifest,
} from './manifest.ts';

export type Collected = Omit<Manifest, 'media'>;

/**
 * The project with all its episodes (those in the trash too), every take their lines ever had, what those cost and what
 * people said about them. Of
 * one moment: nothing changes while it is read. A gesture that is going on ends. Throws AppError `not-found`, and
 * `library-damaged` that names the episode or history that cannot be read.
 */
export function collectProject(db: WritableDb, id: ProjectId): Collected {
  return db.transaction(() => {
    const { shelf, ...project } = projectById(db, id);
    const rows = db
      .all<{ id: EpisodeId }>(
        `SELECT episode.id FROM episode JOIN project ON project.number = project_number
         WHERE project.id = $id ORDER BY order_key, episode.number`,
        { id },
      )
      .map((row) => episodeRow(db, row.id));
    const episodes = rows.map((row) => collectEpisode(db, row));
    const takeIds = new Set(episodes.flatMap((episode) => episode.lineTakes.map(({ takeId }) => takeId)));
    const takes = Array.from(takeIds, (takeId) => collectTake(db, takeId));
    const assetIds = new Set([
      ...takes.flatMap((take) => take.segments.map(({ assetId }) => assetId)),
      ...episodes.flatMap((episode) => episode.assetIds),
    ]);
    const assets = Array.from(assetIds, (assetId) => collectAsset(db, assetId));
    const utterances = assets.flatMap((asset) => [...utterancesWithAsset(db, asset.id)]) as Manifest['utterances'];
    const clips = [
      ...takes.map(({ id: takeId }) => ({ takeId })),
      ...assets.map(({ id: assetId }) => ({ assetId })),
    ].flatMap((of): readonly ArchivedClip[] => {
      const said = clipWordsOf(db, of);
      return said === undefined ? [] : [{ of, said }];
    });
    const version = ARCHIVE_VERSION;
    return { format: ARCHIVE_FORMAT, version, project, shelf, episodes, takes, utterances, assets, clips };
  });
}

function collectEpisode(db: WritableDb, before: EpisodeRow): ArchivedEpisode {
  const open = openGesture(db, before);
  if (open) closeGesture(db, before, open);
  const row = episodeRow(db, before.id);
  const { number } = row;
  return {
    id: row.id,
    orderKey: row.order_key,
    shelf: row.shelf,
    revision: row.revision,
    editRevision: row.edit_revision,
    createdAtMs: row.created_at_ms,
    records: [...readDocument(db, row).records.values()],
    lineTakes: db
      .all<{ recordId: RecordId; takeId: TakeId; isWaiting: number }>(
        `SELECT record_id AS recordId, take.id AS takeId, is_waiting AS isWaiting
         FROM line_take JOIN take ON take.number = take_number WHERE episode_number = $number ORDER BY line_take.number`,
        { number },
      )
      .map((take) => ({ ...take, isWaiting: take.isWaiting === 1 })),
    assetIds: db
      .all<{ id: AssetId }>(
        `SELECT asset.id FROM episode_asset JOIN asset ON asset.number = asset_number
         WHERE episode_number = $number ORDER BY asset.number`,
        { number },
      )
      .map((asset) => asset.id),
    historyPosition: row.history_position,
    history: entryRows(db, row).map(({ position, label, createdAtMs }) => ({
      label,
      diff: entryDiff(db, row, position) as ArchivedEpisode['history'][number]['diff'],
      createdAtMs,
    })),
    snapshots: db
      .all<{ id: string; name: string; revision: number; createdAtMs: number; json: string }>(
        `SELECT id, name, revision, created_at_ms AS createdAtMs, records_json AS json FROM snapshot
         WHERE episode_number = $number ORDER BY number`,
        { number },
      )
      .map(({ json, ...snapshot }) => ({ ...snapshot, records: JSON.parse(json) as EpisodeRecord[] })),
  };
}

function collectTake(db: ReadableDb, id: TakeId): ArchivedTake {
  const { variation, rating } = db.get<{ variation: number; rating: number | null }>(
    'SELECT variation, rating FROM take WHERE id = $id',
    { id },
  )!;
  const take = takeById(db, id)!;
  return {
    ...take,
    segments: [...take.segments],
    cues: [...take.cues],
    variation,
    ...(rating === null ? {} : { rating }),
  };
}

function collectAsset(db: ReadableDb, id: AssetId): ArchivedAsset {
  const state = assetState(db, id)!;
  if (state.status === 'undecoded') return { ...state.stored };
  if (state.status === 'refused') return { ...state.stored, refusal: { ...state.refusal } };
  const { format, sampleRateHz, channels, durationSamples, loudnessLufs, peakDbfs } = state.asset;
  const facts = { format, sampleRateHz, channels, durationSamples, loudnessLufs, peakDbfs, ...state.speech };
  return { ...state.stored, facts };
}
