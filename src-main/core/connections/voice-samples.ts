/** Recordings that voices are copied from, by the SHA-256 of their bytes. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { errnoOf, storageError } from '../library/storage-error.ts';

/** Far more than any service takes; what is larger is not read into memory to find that out. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;

export class VoiceSamples {
  readonly #home: string;
  readonly #given = new Map<string, Uint8Array>();

  constructor(home: string) {
    this.#home = home;
  }

  /** For this run only; the library keeps what a voice of its own is made of. */
  add(bytes: Uint8Array): string {
    const id = createHash('sha256').update(bytes).digest('hex');
    this.#given.set(id, bytes);
    return id;
  }

  /** From this run, or from the library's media folder: its files are named by their hash, so no database is needed. */
  readonly read = async (id: string): Promise<Uint8Array | undefined> => {
    const given = this.#given.get(id);
    if (given) return given;
    const folder = join(this.#home, 'media', id.slice(0, 2));
    try {
      const name = (await readdir(folder)).find((candidate) => candidate.startsWith(`${id}.`));
      return name === undefined ? undefined : await readFile(join(folder, name));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw storageError(error, folder, 'read');
    }
  };
}

/** A recording as a person gives it. Throws `file-unreadable` and `invalid-input`. */
export async function readRecording(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= MAX_FILE_BYTES) return await readFile(path);
    throw new AppError({
      code: 'invalid-input',
      message: `${basename(path)} is ${Math.round(size / 1e6)} MB; no service takes more than 100 MB. Cut it, or encode it smaller.`,
      details: { file: path, byteLength: size },
    });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw storageError(error, path, 'read');
  }
}
