/** An answer as it came over the wire, in a file: a line of JSON, then the body. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { CourierAnswer } from './courier.ts';
import type { AnswerHeaders } from './courier-messages.ts';

/** Where the answer to one request is kept until it is safe. */
export interface AnswerRecord {
  /**
   * `answer`: one to the very same request, which a program left behind that died before it could keep it; else the
   * path where this one's is to be written as it arrives. `key` tells requests apart.
   */
  place(key: string): { readonly answer: RecordedAnswer; readonly path?: undefined } | NewRecord;
  /** It is safe elsewhere, or was no answer. */
  discard(): void;
}
export interface NewRecord {
  readonly path: string;
  readonly answer?: undefined;
}
export type RecordedAnswer = Pick<CourierAnswer, 'status' | 'headers' | 'chunks'>;

/** While the answer is arriving; it gets its own name when it is whole. */
export const UNFINISHED = '.part';

export interface RecordedHead {
  readonly status: number;
  readonly headers: AnswerHeaders;
}

export interface AnswerWriter {
  write(bytes: Uint8Array): void;
  /** The answer is whole: from now on it outlives the program. */
  finish(): void;
  /** It is not needed, or was cut off. */
  abandon(): void;
}

/**
 * Every piece is handed to the system before anything else is done with it, so it survives the program in that moment
 * (not the power). A disk that takes no more ends the record and nothing else: storing the audio meets the same disk.
 */
export function openAnswerWriter(path: string, head: RecordedHead): AnswerWriter {
  const unfinished = `${path}${UNFINISHED}`;
  let file: number | undefined;
  const give = (work: (open: number) => void): void => {
    if (file === undefined) return;
    try {
      work(file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      end();
      rmSync(unfinished, { force: true });
    }
  };
  const end = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  try {
    file = openSync(unfinished, 'wx');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  give((open) => writeAll(open, Buffer.from(`${JSON.stringify(head)}\n`, 'utf8')));
  return {
    write: (bytes) => give((open) => writeAll(open, bytes)),
    finish: () =>
      give(() => {
        end();
        renameSync(unfinished, path);
      }),
    abandon: () => {
      end();
      rmSync(unfinished, { force: true });
    },
  };
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
