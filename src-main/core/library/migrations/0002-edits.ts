import type { Migration } from '../migrate.ts';

/**
 * What makes edits last.
 *
 * - `episode.edit_revision`: the revision of the last change a person made. What voices attached since has a revision
 *   too, but conflicts with no edit. `history_position`: how many entries of the history hold; those after it can be
 *   redone. `shelf`: nothing is ever deleted here, it is put away.
 * - `history_entry`: one thing to undo, numbered from 1 within its episode. The diff is the edit as it was made, or as
 *   it was last undone or redone.
 * - `open_gesture`: edits that will be one entry. They are saved one by one; only how they are undone is still open.
 * - `line_take`: every take a line or heading ever had, in the order they came. `is_waiting`: it came while the line
 *   was not there, and becomes the line's take when an undo brings the line back.
 * - `episode_asset`: every sound any revision of an episode ever used. History and snapshots bring sounds back that the
 *   records of today do not name, so these, with `line_take`, say what may never be cleaned away.
 * - `snapshot`: a whole episode as it was, as a JSON array of its records.
 */
export const edits: Migration = {
  sql: `
ALTER TABLE project ADD COLUMN shelf TEXT NOT NULL DEFAULT 'active' CHECK (shelf IN ('active', 'archived', 'trashed'));

ALTER TABLE episode ADD COLUMN shelf TEXT NOT NULL DEFAULT 'active' CHECK (shelf IN ('active', 'archived', 'trashed'));
ALTER TABLE episode ADD COLUMN edit_revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE episode ADD COLUMN history_position INTEGER NOT NULL DEFAULT 0;
UPDATE episode SET edit_revision = revision;

ALTER TABLE take ADD COLUMN rating INTEGER CHECK (rating BETWEEN 1 AND 5);

CREATE TABLE history_entry (
  number INTEGER PRIMARY KEY,
  episode_number INTEGER NOT NULL REFERENCES episode (number),
  position INTEGER NOT NULL CHECK (position > 0),
  label_json TEXT NOT NULL,
  diff_json TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  UNIQUE (episode_number, position)
) STRICT;

CREATE TABLE open_gesture (
  episode_number INTEGER PRIMARY KEY REFERENCES episode (number),
  gesture TEXT NOT NULL,
  label_json TEXT NOT NULL,
  diff_json TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE line_take (
  number INTEGER PRIMARY KEY,
  episode_number INTEGER NOT NULL REFERENCES episode (number),
  record_id TEXT NOT NULL,
  take_number INTEGER NOT NULL REFERENCES take (number),
  is_waiting INTEGER NOT NULL DEFAULT 0 CHECK (is_waiting IN (0, 1)),
  UNIQUE (episode_number, record_id, take_number)
) STRICT;
CREATE INDEX line_take_by_take ON line_take (take_number);
CREATE INDEX line_take_waiting ON line_take (episode_number) WHERE is_waiting = 1;

CREATE TABLE episode_asset (
  episode_number INTEGER NOT NULL REFERENCES episode (number),
  asset_number INTEGER NOT NULL REFERENCES asset (number),
  PRIMARY KEY (episode_number, asset_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX episode_asset_by_asset ON episode_asset (asset_number);

CREATE TABLE snapshot (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  episode_number INTEGER NOT NULL REFERENCES episode (number),
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  records_json TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX snapshot_by_episode ON snapshot (episode_number);

INSERT OR IGNORE INTO line_take (episode_number, record_id, take_number)
  SELECT record.episode_number, record.id, take.number
  FROM record JOIN take ON take.id = json_extract(record.json, '$.takeId') ORDER BY record.number;
INSERT OR IGNORE INTO episode_asset (episode_number, asset_number)
  SELECT record.episode_number, asset.number
  FROM record JOIN asset ON asset.id = json_extract(record.json, '$.assetId');
`,
};
