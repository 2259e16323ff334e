import type { Migration } from '../migrate.ts';

/**
 * What makes everything findable. `clip` and `clip_tag` hold what people say about their clips; the rest follows from
 * other tables and can be made again (search/rebuild-index.ts).
 *
 * - `clip`: one row for each take, for each sound that is not merely part of a take, and for each piece of writing;
 *   its number is the order they came in, and its place in the full-text index. `rating` is a sound's (a take has its
 *   own). `chosen_kind` is a person's word, `kind` what holds. `facets` are the numbers of its facets, as JSON.
 * - `facet`: a value that clips have in common, and how many have it: counting a million rows takes a second.
 *   `folded` is its name as text is compared.
 * - `clip_tag`: which tags a clip has.
 * - `sound_use`: which cues and clips of episodes play a sound now.
 * - `reindex_due`: episodes of which more has changed than an edit should wait for (a speaker was renamed); 0 stands
 *   for the whole library, which is indexed before its first search.
 * - `clip_search`: words, pairs of Chinese, Japanese and Korean characters, and facets as tokens of one index, so
 *   that one query answers all. It keeps no text, only where tokens stand. Text comes folded and cut (see
 *   search/search-tokens.ts), so that the plain tokenizer, which parts it at spaces, can never cut it otherwise
 *   than a query is cut.
 */
export const search: Migration = {
  sql: `
CREATE TABLE clip (
  number INTEGER PRIMARY KEY,
  take_number INTEGER REFERENCES take (number),
  asset_number INTEGER REFERENCES asset (number),
  episode_number INTEGER REFERENCES episode (number),
  record_id TEXT,
  kind TEXT NOT NULL,
  chosen_kind TEXT CHECK (chosen_kind IN ('recording', 'music', 'effect', 'voice-sample')),
  name TEXT,
  file_text TEXT,
  file_kind TEXT CHECK (file_kind IN ('recording', 'music')),
  file_language TEXT,
  transcript TEXT,
  note TEXT,
  rating INTEGER CHECK (rating BETWEEN 1 AND 5),
  is_favourite INTEGER NOT NULL DEFAULT 0 CHECK (is_favourite IN (0, 1)),
  duration_samples INTEGER,
  created_at_ms INTEGER NOT NULL,
  facets TEXT NOT NULL DEFAULT '[]',
  CHECK ((take_number IS NOT NULL) + (asset_number IS NOT NULL) + (record_id IS NOT NULL) = 1),
  CHECK ((record_id IS NULL) = (episode_number IS NULL))
) STRICT;
CREATE UNIQUE INDEX clip_by_take ON clip (take_number) WHERE take_number IS NOT NULL;
CREATE UNIQUE INDEX clip_by_asset ON clip (asset_number) WHERE asset_number IS NOT NULL;
CREATE UNIQUE INDEX clip_by_record ON clip (episode_number, record_id) WHERE record_id IS NOT NULL;

CREATE TABLE facet (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  folded TEXT NOT NULL,
  clip_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, value)
) STRICT;

CREATE TABLE clip_tag (
  clip_number INTEGER NOT NULL REFERENCES clip (number),
  facet_number INTEGER NOT NULL REFERENCES facet (number),
  PRIMARY KEY (clip_number, facet_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sound_use (
  episode_number INTEGER NOT NULL REFERENCES episode (number),
  record_id TEXT NOT NULL,
  asset_number INTEGER NOT NULL REFERENCES asset (number),
  track_id TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (episode_number, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sound_use_by_asset ON sound_use (asset_number);

CREATE TABLE reindex_due (
  episode_number INTEGER PRIMARY KEY
) STRICT;
INSERT INTO reindex_due SELECT 0
  WHERE EXISTS (SELECT 1 FROM episode) OR EXISTS (SELECT 1 FROM take) OR EXISTS (SELECT 1 FROM asset);

CREATE VIRTUAL TABLE clip_search USING fts5 (
  tokens, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3 4'
);
`,
};
