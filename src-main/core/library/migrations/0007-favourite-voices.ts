import type { Migration } from '../migrate.ts';

/** Voices a person wants to find again, of any service. It need not be there now: connections come and go. */
export const favouriteVoices: Migration = {
  sql: `
CREATE TABLE favourite_voice (
  provider TEXT NOT NULL,
  voice_id TEXT NOT NULL,
  PRIMARY KEY (provider, voice_id)
) STRICT, WITHOUT ROWID;
`,
};
