/**
 * What is remembered of the last export of an episode with a preset, beside the segments: the gain, so that a small change
 * does not move everything, and which file came of it. Deleted, it costs an export from the start.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeFileSafely } from '../library/safe-file.ts';
import { errnoOf } from '../library/storage-error.ts';
import { digestOf } from './segments/segment-content.ts';

const Remembered = z.object({
  gainDb: z.number(),
  ceilingDbtp: z.number(),
  /** Whether the target was reached; else the peaks did not allow it. */
  isReached: z.boolean(),
  /** Of all that sounds; see SegmentedPart. */
  contentDigest: z.string(),
  /** Of everything the file was made from. */
  fileDigest: z.string(),
  file: z.object({ path: z.string(), byteLength: z.number(), modifiedAtMs: z.number(), inode: z.string() }),
  /** As it was given then; what reads it knows its shape. */
  report: z.unknown(),
});
export type Remembered = z.infer<typeof Remembered>;

export class ExportMemory {
  readonly #folder: string;

  /** @param folder of the segment cache. */
  constructor(folder: string) {
    this.#folder = join(folder, 'exports');
  }

  /** null: nothing, or nothing that can be read. */
  recall(name: string): Remembered | null {
    const found = Remembered.safeParse(this.#read(name));
    return found.success ? found.data : null;
  }

  async remember(name: string, remembered: Remembered): Promise<void> {
    await this.#write(name, remembered);
  }

  recallNumber(name: string): number | null {
    const found = z.number().safeParse(this.#read(name));
    return found.success ? found.data : null;
  }

  async rememberNumber(name: string, value: number): Promise<void> {
    await this.#write(name, value);
  }

  #pathOf(name: string): string {
    return join(this.#folder, `${digestOf(name)}.json`);
  }

  #read(name: string): unknown {
    try {
      return JSON.parse(readFileSync(this.#pathOf(name), 'utf8'));
    } catch (error) {
      if (error instanceof SyntaxError || errnoOf(error) !== undefined) return null;
      throw error;
    }
  }

  async #write(name: string, value: unknown): Promise<void> {
    const path = this.#pathOf(name);
    mkdirSync(dirname(path), { recursive: true });
    await writeFileSafely(path, JSON.stringify(value));
  }
}

/** What a file looks like from outside; null when it is not there. */
export async function markOf(path: string): Promise<Remembered['file'] | null> {
  const found = await stat(path, { bigint: true }).catch((error: unknown) => {
    if (errnoOf(error) !== undefined) return null;
    throw error;
  });
  if (!found?.isFile()) return null;
  return {
    path,
    byteLength: Number(found.size),
    modifiedAtMs: Number(found.mtimeNs / 1000n) / 1000,
    inode: String(found.ino),
  };
}
