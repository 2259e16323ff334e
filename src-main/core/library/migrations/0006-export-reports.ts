import type { Migration } from '../migrate.ts';

/** What was delivered, and what it measured: the report of every export that was finished, as JSON. */
export const exportReports: Migration = {
  sql: `
CREATE TABLE export_report (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  episode_number INTEGER NOT NULL REFERENCES episode (number) ON DELETE CASCADE,
  json TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX export_report_by_episode ON export_report (episode_number, number);
`,
};
