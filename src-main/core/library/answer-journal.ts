/**
 * Answers of services in the moment they arrive. Making audio durable takes several steps, and a program that dies
 * between them would have paid in vain. So the bytes are written down as they come off the wire (by courier-worker.ts,
 * which outlives the program for that), and whoever asks for the very same again after the next start gets what was left
 * behind, or waits for what is still on its way.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { ProviderId } from '#shared/ids.ts';
import { type AnswerRecord, type RecordedAnswer, unfinishedPath } from '../providers/answer-record.ts';
import { SYSTEM_CLOCK } from '../providers/clock.ts';
import type { Library } from './library.ts';
import { errnoOf, storageError } from './storage-error.ts';

const EXTENSION = '.answer';
const CUT = '.cut';
/** `<request>-<id>.answer.<process>.part` */
const UNFINISHED_NAME = /^(([0-9a-f]{64})-.*\.answer)\.(\d+)\.part$/;
const LOOK_AGAIN_MS = 50;
/** Longer than anybody waits for an answer: then the number belongs to another process by now. */
const TOO_OLD_MS = 15 * 60_000;
/** Of the line that begins a record: headers of one answer. */
const MAX_HEAD_BYTES = 64 * 1024;
const Head = z.object({
  status: z.number().int(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

export interface JournalRecord extends AnswerRecord {
  /** The answer came from a program that died, not from the service. */
  readonly isLeftover: () => boolean;
  /** It cannot be made safe now: whoever asks for the same next gets it. */
  readonly leave: () => void;
}

const journals = new WeakMap<Library, AnswerJournal>();

/** A place for the answer to one request, kept until it is in the library. */
export function recordAnswer(library: Library, provider: ProviderId): JournalRecord {
  let journal = journals.get(library);
  if (!journal) {
    journal = new AnswerJournal(library);
    journals.set(library, journal);
  }
  return journal.record(provider);
}

class AnswerJournal {
  readonly #library: Library;
  readonly #folder: string;
  /** By request: what a program that died left behind whole. */
  readonly #left = new Map<string, string[]>();
  /** By request: what is still being written by what outlived such a program. */
  readonly #coming = new Map<string, { readonly path: string; readonly pid: number }[]>();

  constructor(library: Library) {
    this.#library = library;
    // In full: who writes there may be in another folder.
    this.#folder = resolve(library.home, 'answers');
    try {
      mkdirSync(this.#folder, { recursive: true });
      for (const name of readdirSync(this.#folder).sort()) this.#find(name);
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      library.ports.log.warn('answers that were left behind could not be read', { reason: errnoOf(error) });
    }
  }

  record(provider: ProviderId): JournalRecord {
    let key = '';
    let path: string | undefined;
    let isLeftover = false;
    return {
      isLeftover: () => isLeftover,
      place: async (request, signal) => {
        key = createHash('sha256').update(`${provider}\n${request}`).digest('hex');
        await this.#comeIn(key, signal);
        const left = this.#left.get(key)?.shift();
        path = left ?? join(this.#folder, `${key}-${this.#library.ports.newId()}${EXTENSION}`);
        const answer = left === undefined ? undefined : this.#read(left);
        isLeftover = answer !== undefined;
        return answer ? { answer } : { path };
      },
      leave: () => {
        if (path !== undefined) this.#keep(key, path);
        path = undefined;
      },
      discard: async () => {
        const unneeded = path;
        path = undefined;
        if (unneeded !== undefined) await this.#remove(unneeded);
      },
    };
  }

  #find(name: string): void {
    const [, final, coming, pid] = UNFINISHED_NAME.exec(name) ?? [];
    if (final !== undefined && coming !== undefined) {
      const record = { path: join(this.#folder, final), pid: Number(pid) };
      if (!isBeingWritten(record)) setAside(join(this.#folder, name));
      this.#coming.set(coming, [...(this.#coming.get(coming) ?? []), record]);
      return;
    }
    const key = /^([0-9a-f]{64})-.*\.answer$/.exec(name)?.[1];
    if (key !== undefined) this.#keep(key, join(this.#folder, name));
  }

  /** Until nothing is on its way any more that answers this request. */
  async #comeIn(key: string, signal: AbortSignal | undefined): Promise<void> {
    const coming = this.#coming.get(key) ?? [];
    for (let next = coming[0]; next !== undefined; next = coming[0]) {
      while (isBeingWritten(next)) await SYSTEM_CLOCK.sleep(LOOK_AGAIN_MS, signal);
      // Others may have waited for it as well; it is for one of them.
      const index = coming.indexOf(next);
      if (index < 0) continue;
      coming.splice(index, 1);
      setAside(unfinishedPath(next.path, next.pid));
      if (existsSync(next.path)) this.#keep(key, next.path);
    }
  }

  #keep(key: string, path: string): void {
    this.#left.set(key, [...(this.#left.get(key) ?? []), path]);
  }

  async #remove(path: string): Promise<void> {
    try {
      await rm(path, { force: true });
    } catch (error) {
      // It is known by its sound when it is found again.
      this.#library.ports.log.warn('the record of an answer stays', { reason: errnoOf(error) ?? String(error) });
    }
  }

  /** undefined, and set aside, where it is no record after all. */
  #read(path: string): RecordedAnswer | undefined {
    const file = openOrNothing(path);
    if (file === undefined) return undefined;
    try {
      const start = Buffer.alloc(MAX_HEAD_BYTES);
      const length = readSync(file, start);
      const end = start.subarray(0, length).indexOf(0x0a);
      const head = end < 0 ? undefined : headOf(start.toString('utf8', 0, end));
      if (head) return { ...head, chunks: () => bytesFrom(path, end + 1) };
    } finally {
      closeSync(file);
    }
    renameSync(path, `${path}${CUT}`);
    return undefined;
  }
}

function isBeingWritten({ path, pid }: { readonly path: string; readonly pid: number }): boolean {
  const written = statSync(unfinishedPath(path, pid), { throwIfNoEntry: false });
  return written !== undefined && Date.now() - written.mtimeMs < TOO_OLD_MS && isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errnoOf(error) === 'EPERM';
  }
}

/** What was cut off half-way is set aside, not deleted: part of it may have been paid for. */
function setAside(path: string): void {
  const written = statSync(path, { throwIfNoEntry: false });
  if (written?.size === 0) rmSync(path, { force: true });
  else if (written) renameSync(path, `${path}${CUT}`);
}

/** undefined for a record that somebody took away. */
function openOrNothing(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw storageError(error, path, 'read');
  }
}

async function* bytesFrom(path: string, start: number): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of createReadStream(path, { start })) yield chunk as Buffer;
}

function headOf(line: string): z.infer<typeof Head> | undefined {
  try {
    return Head.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
