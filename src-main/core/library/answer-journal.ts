/**
 * Answers of services in the moment they arrive. Making audio durable takes several steps, and a program that dies
 * between them would have paid in vain. So the bytes are written down as they come off the wire (by a thread that does
 * nothing else), and whoever asks for the very same again after the next start gets what was left behind.
 */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProviderId } from '#shared/ids.ts';
import { type AnswerRecord, type RecordedAnswer, UNFINISHED } from '../providers/answer-record.ts';
import type { Library } from './library.ts';
import { errnoOf, storageError } from './storage-error.ts';

const EXTENSION = '.answer';
const CUT = '.cut';
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

  constructor(library: Library) {
    this.#library = library;
    this.#folder = join(library.home, 'answers');
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
      place: (request) => {
        key = createHash('sha256').update(`${provider}\n${request}`).digest('hex');
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
      discard: () => {
        if (path !== undefined) rmSync(path, { force: true });
        path = undefined;
      },
    };
  }

  /** What was cut off half-way is set aside, not deleted: part of it may have been paid for. */
  #find(name: string): void {
    const path = join(this.#folder, name);
    if (name.endsWith(UNFINISHED)) renameSync(path, `${path.slice(0, -UNFINISHED.length)}${CUT}`);
    const key = /^([0-9a-f]{64})-.*\.answer$/.exec(name)?.[1];
    if (key !== undefined) this.#keep(key, path);
  }

  #keep(key: string, path: string): void {
    this.#left.set(key, [...(this.#left.get(key) ?? []), path]);
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
