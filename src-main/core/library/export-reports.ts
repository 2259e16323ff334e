/** Reports of finished exports. */
import { ExportReportValue } from '#shared/contract/exports.ts';
import type { EpisodeId } from '#shared/ids.ts';
import type { ReadableDb, WritableDb } from './database.ts';

/** Enough to see how an episode came to be what it is. */
const MOST_REPORTS = 50;

export function insertExportReport(db: WritableDb, report: ExportReportValue): void {
  db.run(
    `INSERT INTO export_report (id, episode_number, json, created_at_ms)
     VALUES ($id, (SELECT number FROM episode WHERE id = $episodeId), $json, $createdAtMs)`,
    { id: report.id, episodeId: report.episodeId, json: JSON.stringify(report), createdAtMs: report.createdAtMs },
  );
}

/** Newest first; one that a later version wrote differently is left out. */
export function exportReports(db: ReadableDb, episodeId: EpisodeId): readonly ExportReportValue[] {
  return db
    .all<{ json: string }>(
      `SELECT json FROM export_report WHERE episode_number = (SELECT number FROM episode WHERE id = $episodeId)
       ORDER BY number DESC LIMIT ${MOST_REPORTS}`,
      { episodeId },
    )
    .flatMap(({ json }) => ExportReportValue.safeParse(JSON.parse(json)).data ?? []);
}

export function exportReportById(db: ReadableDb, id: string): ExportReportValue | undefined {
  const row = db.get<{ json: string }>('SELECT json FROM export_report WHERE id = $id', { id });
  return row && ExportReportValue.safeParse(JSON.parse(row.json)).data;
}
