import type { Migration } from '../migrate.ts';

/**
 * What is set up for speaking, and what is waiting to be spoken.
 *
 * - `connection`: a speech service, as the JSON that connections/connection.ts describes. Never its key.
 * - `voice`: a voice that was made here. `options_json` is what it is made of where the service keeps no voices.
 *   A copied voice has the consent of the speaker and the recording it came from; the row stays when the voice is
 *   removed, because the consent is evidence.
 * - `wanted_line`: a line that somebody asked to have spoken and that has not been answered yet; see
 *   jobs/wanted-lines.ts.
 */
export const connections: Migration = {
  sql: `
CREATE TABLE connection (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  json TEXT NOT NULL
) STRICT;

CREATE TABLE voice (
  number INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('designed', 'cloned', 'blended')),
  options_json TEXT,
  consent_json TEXT,
  consent_asset_number INTEGER REFERENCES asset (number),
  sample_asset_number INTEGER REFERENCES asset (number),
  created_at_ms INTEGER NOT NULL,
  removed_at_ms INTEGER,
  UNIQUE (provider, id),
  CHECK (kind <> 'cloned' OR consent_json IS NOT NULL)
) STRICT;
CREATE INDEX voice_by_consent ON voice (consent_asset_number);
CREATE INDEX voice_by_sample ON voice (sample_asset_number);

CREATE TABLE wanted_line (
  number INTEGER PRIMARY KEY,
  episode_number INTEGER NOT NULL REFERENCES episode (number),
  record_id TEXT NOT NULL,
  is_new_take INTEGER NOT NULL CHECK (is_new_take IN (0, 1)),
  UNIQUE (episode_number, record_id)
) STRICT;
`,
};
