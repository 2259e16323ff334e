/** Connections and voices of a library, read without opening it: another program may hold it, and looking must not make one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../connections/connection.ts';
import { storedConnections } from './connections.ts';
import { openForReading, type ReadableDb } from './database.ts';
import { type KeptVoice, keptVoices } from './kept-voices.ts';

export interface SpeechSetup {
  readonly connections: readonly Connection[];
  readonly voices: readonly KeptVoice[];
}

const NOTHING: SpeechSetup = { connections: [], voices: [] };

export function readSpeechSetup(home: string): SpeechSetup {
  const path = join(home, 'library.sqlite');
  if (!existsSync(path)) return NOTHING;
  const database = openForReading(path);
  try {
    return speechSetupOf(database);
  } finally {
    database.close();
  }
}

export function speechSetupOf(db: ReadableDb): SpeechSetup {
  // A library that an older program wrote gets its tables when it is opened.
  const tables = db.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('connection', 'voice')");
  return tables.length === 2 ? { connections: storedConnections(db), voices: keptVoices(db) } : NOTHING;
}
