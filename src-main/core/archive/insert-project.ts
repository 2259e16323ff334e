/** The rows of a project that came in an archive. */
import { documentOf } from '#shared/document/episode-document.ts';
import type { EpisodeRecord } from '#shared/document/records.ts';
import { EpisodeId, type NewId, ProjectId, TakeId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import { assetState, insertAsset, recordFacts, recordRefusal } from '../library/assets.ts';
import { addClipWords } from '../library/clip-words.ts';
import type { WritableDb } from '../library/database.ts';
import { episodeRow } from '../library/episode-rows.ts';
import { createEpisode } from '../library/episodes.ts';
import { createProject } from '../library/projects.ts';
import { markReindexDue } from '../library/search/catch-up.ts';
import { insertTake, takeById } from '../library/takes.ts';
import { insertUtterance, isUtteranceKnown } from '../library/utterances.ts';
import type { ArchivedAsset, ArchivedEpisode, ArchivedTake, Manifest } from './manifest.ts';

export interface InsertedProject {
  readonly projectId: ProjectId;
  readonly episodeIds: readonly EpisodeId[];
  /** How many ids were taken here and had to be renewed. */
  readonly renewed: number;
}

/**
 * In one transaction. Ids are kept where they are free; a take that is here already is used as it is. The media files
 * must be in place.
 */
export function insertProject(db: WritableDb, manifest: Manifest, newId: NewId): InsertedProject {
  return db.transaction(() => {
    let renewed = 0;
    const freeId = (table: 'project' | 'episode' | 'take' | 'snapshot', id: string): string => {
      if (!db.get(`SELECT 1 FROM ${table} WHERE id = $id`, { id })) return id;
      renewed++;
      return newId();
    };
    for (const asset of manifest.assets) putAsset(db, asset);
    for (const utterance of manifest.utterances) if (!isUtteranceKnown(db, utterance)) insertUtterance(db, utterance);
    const takeIds = new Map<string, TakeId>();
    for (const take of manifest.takes) {
      const id = isHere(db, take) ? take.id : TakeId.parse(freeId('take', take.id));
      takeIds.set(take.id, id);
      putTake(db, take, id);
    }
    for (const { of, said } of manifest.clips ?? []) {
      addClipWords(db, 'takeId' in of ? { takeId: takeIds.get(of.takeId) ?? of.takeId } : of, said);
    }
    const projectId = ProjectId.parse(freeId('project', manifest.project.id));
    createProject(db, { ...manifest.project, id: projectId });
    db.run('UPDATE project SET shelf = $shelf WHERE id = $projectId', { projectId, shelf: manifest.shelf });
    const episodeIds = manifest.episodes.map((episode) => {
      const id = EpisodeId.parse(freeId('episode', episode.id));
      putEpisode(db, { ...withTakeIds(episode, takeIds), id }, projectId, (snapshot) => freeId('snapshot', snapshot));
      return id;
    });
    return { projectId, episodeIds, renewed };
  });
}

function putAsset(db: WritableDb, { facts, refusal, ...stored }: ArchivedAsset): void {
  // What was found out here is better than what somebody says.
  if (assetState(db, stored.id)) return;
  insertAsset(db, stored);
  if (facts) recordFacts(db, stored.id, facts);
  else if (refusal) recordRefusal(db, stored.id, refusal);
}

function takeOf({ variation: _variation, rating: _rating, ...take }: ArchivedTake): Take {
  return take;
}

function isHere(db: WritableDb, archived: ArchivedTake): boolean {
  const known = takeById(db, archived.id);
  return known !== undefined && JSON.stringify(sorted(known)) === JSON.stringify(sorted(takeOf(archived)));
}

/** Equal values, equal text, whatever the order of their fields. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

function putTake(db: WritableDb, archived: ArchivedTake, id: TakeId): void {
  if (takeById(db, id)) return;
  insertTake(db, { ...takeOf(archived), id }, archived.variation);
  if (archived.rating !== undefined)
    db.run('UPDATE take SET rating = $rating WHERE id = $id', { id, rating: archived.rating });
}

function putEpisode(
  db: WritableDb,
  episode: ArchivedEpisode,
  projectId: ProjectId,
  snapshotId: (id: string) => string,
): void {
  const { id, orderKey, createdAtMs, revision, editRevision, shelf, historyPosition } = episode;
  createEpisode(db, { id, projectId, orderKey, createdAtMs, document: documentOf(structuredClone(episode.records)) });
  const { number } = episodeRow(db, id);
  db.run(
    `UPDATE episode SET revision = $revision, edit_revision = $editRevision, shelf = $shelf,
       history_position = $historyPosition WHERE number = $number`,
    { number, revision, editRevision, shelf, historyPosition },
  );
  // In the order they came, which writing the records has not kept.
  db.run('DELETE FROM line_take WHERE episode_number = $number', { number });
  for (const { recordId, takeId, isWaiting } of episode.lineTakes) {
    db.run(
      `INSERT INTO line_take (episode_number, record_id, take_number, is_waiting)
       SELECT $number, $recordId, number, $isWaiting FROM take WHERE id = $takeId ON CONFLICT DO NOTHING`,
      { number, recordId, takeId, isWaiting: Number(isWaiting) },
    );
  }
  for (const assetId of episode.assetIds) {
    db.run(
      `INSERT INTO episode_asset (episode_number, asset_number)
       SELECT $number, number FROM asset WHERE id = $assetId ON CONFLICT DO NOTHING`,
      { number, assetId },
    );
  }
  for (const [index, entry] of episode.history.entries()) {
    db.run(
      `INSERT INTO history_entry (episode_number, position, label_json, diff_json, created_at_ms)
       VALUES ($number, $position, $label, $diff, $createdAtMs)`,
      {
        number,
        position: index + 1,
        label: JSON.stringify(entry.label),
        diff: JSON.stringify(entry.diff),
        createdAtMs: entry.createdAtMs,
      },
    );
  }
  for (const snapshot of episode.snapshots) {
    db.run(
      `INSERT INTO snapshot (id, episode_number, name, revision, records_json, created_at_ms)
       VALUES ($id, $number, $name, $revision, $records, $createdAtMs)`,
      {
        id: snapshotId(snapshot.id),
        number,
        name: snapshot.name,
        revision: snapshot.revision,
        records: JSON.stringify(snapshot.records),
        createdAtMs: snapshot.createdAtMs,
      },
    );
  }
  markReindexDue(db, number);
}

function withTakeIds(episode: ArchivedEpisode, ids: ReadonlyMap<string, TakeId>): ArchivedEpisode {
  const renewed = (id: TakeId): TakeId => ids.get(id) ?? id;
  const record = (from: EpisodeRecord): EpisodeRecord => {
    if (from.type !== 'line' && from.type !== 'heading') return from;
    const to = from.takeId === undefined ? from : { ...from, takeId: renewed(from.takeId) };
    if (to.type !== 'line' || to.parts === undefined) return to;
    return { ...to, parts: { ...to.parts, takeId: renewed(to.parts.takeId) } };
  };
  return {
    ...episode,
    records: episode.records.map(record),
    lineTakes: episode.lineTakes.map((take) => ({ ...take, takeId: renewed(take.takeId) })),
    history: episode.history.map((entry) => ({
      ...entry,
      diff: {
        added: entry.diff.added.map(record),
        updated: entry.diff.updated.map(([from, to]) => [record(from), record(to)]),
        removed: entry.diff.removed.map(record),
      },
    })),
    snapshots: episode.snapshots.map((snapshot) => ({ ...snapshot, records: snapshot.records.map(record) })),
  };
}
