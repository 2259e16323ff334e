import type { Migration } from '../migrate.ts';

/** One row: how many changes the library has seen. See change-sequence.ts. */
export const changeSequence: Migration = {
  sql: `
CREATE TABLE change_sequence (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO change_sequence (only, value) VALUES (1, 0);
`,
};
