import type { Command } from '#shared/document/commands.ts';
import { AppError } from '#shared/errors.ts';
import type { ReadableDb } from './database.ts';

/** Refuses to point a line at a take, or a clip at a sound, that this library does not have. Throws AppError `not-found`. */
export function requireMedia(db: ReadableDb, commands: readonly Command[]): void {
  for (const command of commands) {
    if ('takeId' in command && command.takeId !== null) requireRow(db, 'take', command.takeId);
    if ('assetId' in command && command.assetId !== null && command.assetId !== undefined) {
      requireRow(db, 'asset', command.assetId);
    }
  }
}

const WORDS = { take: 'take', asset: 'sound' } as const;

function requireRow(db: ReadableDb, table: keyof typeof WORDS, id: string): void {
  if (db.get(`SELECT 1 FROM ${table} WHERE id = $id`, { id })) return;
  throw new AppError({
    code: 'not-found',
    message: `There is no ${WORDS[table]} "${id}" in this library. Import the audio first.`,
    details: { [`${table}Id`]: id },
  });
}
