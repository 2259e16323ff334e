import type { Migration } from '../migrate.ts';

/**
 * Every table has an integer key of its own: it is the order things came in (never the clock), what search indexes
 * point at, and what keeps rows of other tables small. The ids people and files know are unique beside it.
 *
 * - `record`: an episode is its records, one row each, as the JSON that src-shared/document/records.ts describes.
 * - `asset`: audio under the hash of its bytes. Facts are null until it has been decoded; `refusal_*` say why it
 *   never could be. The row and the bytes stay either way.
 * - `utterance`: the answer to one request of a speech service, and what it cost. `variation` tells several answers
 *   to the same request apart. A request whose answer turned out to be no audio may be asked again and then has
 *   another row; the newest with sound audio counts.
 * - `take`: a whole line as spoken; the newest of a request and variation counts. Its segments point at the audio and repeat the bounds of the speech in it, so
 *   that layout never depends on what a later decoder finds.
 */
export const firstFloor: Migration = {
  sql: `
CREATE TABLE project (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  json TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE episode (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  project_number INTEGER NOT NULL REFERENCES project (number),
  order_key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX episode_by_project ON episode (project_number, order_key);

CREATE TABLE record (
  number INTEGER PRIMARY KEY,
  episode_number INTEGER NOT NULL REFERENCES episode (number),
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  json TEXT NOT NULL,
  UNIQUE (episode_number, id)
) STRICT;

CREATE TABLE asset (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 64),
  extension TEXT NOT NULL,
  byte_length INTEGER NOT NULL,
  original_name TEXT,
  created_at_ms INTEGER NOT NULL,
  format TEXT,
  sample_rate_hz INTEGER,
  channels INTEGER CHECK (channels IN (1, 2)),
  duration_samples INTEGER,
  loudness_lufs REAL,
  peak_dbfs REAL,
  speech_start_sample INTEGER,
  speech_end_sample INTEGER,
  refusal_code TEXT,
  refusal_message TEXT,
  CHECK (format IS NULL OR refusal_code IS NULL),
  CHECK ((format IS NULL) = (duration_samples IS NULL))
) STRICT;

CREATE TABLE utterance (
  number INTEGER PRIMARY KEY,
  request_hash TEXT NOT NULL CHECK (length(request_hash) = 64),
  variation INTEGER NOT NULL,
  asset_number INTEGER NOT NULL REFERENCES asset (number),
  request_json TEXT NOT NULL,
  declared_format TEXT NOT NULL,
  provider_request_id TEXT,
  cues_json TEXT NOT NULL,
  warnings_json TEXT NOT NULL,
  billed_characters INTEGER NOT NULL,
  cost REAL NOT NULL,
  currency TEXT,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX utterance_by_request ON utterance (request_hash, variation);
CREATE INDEX utterance_by_asset ON utterance (asset_number);

CREATE TABLE take (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  request_hash TEXT NOT NULL CHECK (length(request_hash) = 64),
  variation INTEGER NOT NULL,
  provider TEXT NOT NULL,
  voice_id TEXT NOT NULL,
  model TEXT,
  text TEXT NOT NULL,
  billed_characters INTEGER NOT NULL,
  cost REAL NOT NULL,
  currency TEXT,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX take_by_request ON take (request_hash, variation);

CREATE TABLE take_segment (
  take_number INTEGER NOT NULL REFERENCES take (number),
  segment_index INTEGER NOT NULL,
  asset_number INTEGER NOT NULL REFERENCES asset (number),
  request_hash TEXT NOT NULL,
  run_index INTEGER NOT NULL,
  duration_samples INTEGER NOT NULL,
  speech_start_sample INTEGER NOT NULL,
  speech_end_sample INTEGER NOT NULL,
  PRIMARY KEY (take_number, segment_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX take_segment_by_asset ON take_segment (asset_number);

CREATE TABLE take_cue (
  take_number INTEGER NOT NULL REFERENCES take (number),
  cue_index INTEGER NOT NULL,
  segment_index INTEGER NOT NULL,
  start_sample INTEGER NOT NULL,
  end_sample INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (take_number, cue_index)
) STRICT, WITHOUT ROWID;
`,
};
