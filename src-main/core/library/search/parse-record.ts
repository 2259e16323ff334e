import type { EpisodeRecord } from '#shared/document/records.ts';

/** Null for a damaged one: opening its episode says so (`readDocument`), searching goes on without it. */
export function parseRecord(json: string): EpisodeRecord | null {
  try {
    return JSON.parse(json) as EpisodeRecord;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
