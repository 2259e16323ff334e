/** Files that people gave to the studio: the page knows them by id only. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileId, type UploadedFile } from '#shared/contract/files.ts';
import { AppError } from '#shared/errors.ts';
import type { NewId } from '#shared/ids.ts';
import { storageError } from '../library/storage-error.ts';
import { newTemporaryPath } from '../library/temporary-names.ts';

export interface GivenFile {
  readonly path: string;
  /** As the person's machine names it; never a path. */
  readonly name: string;
  /** It came as bytes and lies here until it has been read; otherwise it is the person's own file. */
  readonly isOurs: boolean;
}

/** What nobody means to drop on a studio. */
export const LARGEST_UPLOAD_BYTES = 8 * 1024 ** 3;

export class Uploads {
  readonly #folder: string;
  readonly #newId: NewId;
  readonly #files = new Map<FileId, GivenFile>();

  constructor(folder: string, newId: NewId) {
    this.#folder = folder;
    this.#newId = newId;
  }

  /**
   * Takes bytes in; `declaredBytes`, where it is known, refuses too many before any has come. Throws AppError
   * `invalid-input` for too many, `disk-full`, `file-unwritable`.
   */
  async receive(name: string, body: Readable, declaredBytes = 0): Promise<UploadedFile> {
    const safeName = basename(name.replaceAll('\\', '/')).slice(0, 255) || 'file';
    const path = newTemporaryPath(join(this.#folder, `upload${extname(safeName)}`));
    if (declaredBytes > LARGEST_UPLOAD_BYTES) throw tooLarge(safeName);
    let byteLength = 0;
    try {
      await mkdir(this.#folder, { recursive: true });
      await pipeline(
        body,
        async function* counted(chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            byteLength += chunk.length;
            if (byteLength > LARGEST_UPLOAD_BYTES) throw tooLarge(safeName);
            yield chunk;
          }
        },
        createWriteStream(path, { flags: 'wx' }),
      );
    } catch (error) {
      await rm(path, { force: true });
      throw error instanceof AppError ? error : storageError(error, path, 'write');
    }
    const fileId = FileId.parse(this.#newId());
    this.#files.set(fileId, { path, name: safeName, isOurs: true });
    return { fileId, name: safeName, byteLength };
  }

  /** A file that the person chose in a dialog of the shell, or a place for one to be written. */
  grant(path: string): FileId {
    const fileId = FileId.parse(this.#newId());
    this.#files.set(fileId, { path, name: basename(path), isOurs: false });
    return fileId;
  }

  /** Throws AppError `not-found`. */
  file(id: FileId): GivenFile {
    const found = this.#files.get(id);
    if (found) return found;
    throw new AppError({ code: 'not-found', message: 'This file is not at hand any more. Choose it again.' });
  }

  async byteLength(id: FileId): Promise<number> {
    const { path } = this.file(id);
    return (await stat(path).catch((error: unknown) => Promise.reject(storageError(error, path, 'read')))).size;
  }

  /** It has been read: nothing of it is kept here. */
  async forget(id: FileId): Promise<void> {
    const found = this.#files.get(id);
    this.#files.delete(id);
    if (found?.isOurs) await rm(found.path, { force: true });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#files.keys()].map((id) => this.forget(id)));
  }
}

function tooLarge(name: string): AppError {
  return new AppError({ code: 'invalid-input', message: `${name} is larger than 8 GB, the most that is taken in.` });
}
