import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import type { NewId } from '#shared/ids.ts';
import { importManuscript } from '../import/import-manuscript.ts';
import { storageError } from '../library/storage-error.ts';

export interface ReadScript {
  readonly document: EpisodeDocument;
  /** What the format could not carry over, by line of the file (0: the file as a whole). */
  readonly dropped: readonly { readonly line: number; readonly what: string }[];
  /** The line of the file on which a sound's path is written, for messages; undefined for formats without sounds. */
  readonly lineOfSound: (path: string) => number | undefined;
}

/** Larger files are not manuscripts; the text formats have tighter limits of their own. */
const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** Where a script comes from: a file, under another name where it only lies there for a while, or text at hand. */
export type ScriptSource =
  | { readonly path: string; readonly name?: string }
  | { readonly text: string; readonly name: string };

export function scriptNameOf(source: ScriptSource): string {
  return source.name ?? basename('path' in source ? source.path : '');
}

/** Reads a script or manuscript of any known format. Throws AppError `invalid-input` (file, line) or `file-unreadable`. */
export async function readScript(
  source: ScriptSource,
  options: { readonly newId: NewId; readonly signal?: AbortSignal },
): Promise<ReadScript> {
  const bytes = 'path' in source ? await readWhole(source.path) : new TextEncoder().encode(source.text);
  const { document, dropped } = await importManuscript(bytes, { ...options, fileName: scriptNameOf(source) });
  return {
    document,
    dropped,
    lineOfSound: (sound) => {
      const at = Buffer.from(bytes).indexOf(sound);
      return at < 0 ? undefined : countLines(bytes.subarray(0, at));
    },
  };
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) {
      throw new AppError({
        code: 'invalid-input',
        message: `${basename(path)} is ${Math.round(size / 1e6)} MB; scripts may have ${Math.round(MAX_FILE_BYTES / 1e6)} MB at most. Split it into episodes.`,
        details: { file: path, byteLength: size },
      });
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw storageError(error, path, 'read');
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = 1;
  for (const byte of bytes) if (byte === 0x0a) lines += 1;
  return lines;
}
