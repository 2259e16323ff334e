/** An answer as it came over the wire, in a file: a line of JSON, then the body. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { CourierAnswer } from './courier.ts';
import type { AnswerHeaders } from './courier-messages.ts';

/** Where the answer to one request is kept until it is safe. */
export interface AnswerRecord {
  /**
   * `answer`: one to the very same request, which a program left behind that died before it could keep it; else the
   * path where this one's is to be written as it arrives. `key` tells requests apart. Waits where that answer is still
   * on its way. Throws Cancelled.
   */
  place(key: string, signal?: AbortSignal): Promise<RecordPlace>;
  /** It is safe elsewhere, or was no answer. */
  discard(): Promise<void>;
}
export type RecordPlace =
  | { readonly answer: RecordedAnswer; readonly path?: undefined }
  | { readonly path: string; readonly answer?: undefined };
export type RecordedAnswer = Pick<CourierAnswer, 'status' | 'headers' | 'chunks'>;

export interface RecordedHead {
  readonly status: number;
  readonly headers: AnswerHeaders;
}

export interface AnswerWriter {
  begin(head: RecordedHead): void;
  write(bytes: Uint8Array): void;
  /** The answer is whole: from now on it outlives everybody. */
  finish(): void;
  /** It is not needed, or was cut off. */
  abandon(): void;
}

/** The name of a record that is being written, which says who does it. */
export function unfinishedPath(path: string, pid: number): string {
  return `${path}.${pid}.part`;
}

/**
 * Every piece is handed to the system before anything else is done with it, so it survives the program in that moment
 * (not the power). A disk that takes no more ends the record and nothing else: storing the audio meets the same disk.
 */
export function openAnswerWriter(path: string): AnswerWriter {
  const unfinished = unfinishedPath(path, process.pid);
  let file: number | undefined;
  const end = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  const abandon = (): void => {
    end();
    rmSync(unfinished, { force: true });
  };
  const orGiveUp = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      abandon();
    }
  };
  const give = (bytes: Uint8Array): void =>
    orGiveUp(() => {
      for (let at = 0; file !== undefined && at < bytes.length; ) at += writeSync(file, bytes, at);
    });
  orGiveUp(() => {
    file = openSync(unfinished, 'wx');
  });
  return {
    begin: (head) => give(Buffer.from(`${JSON.stringify(head)}\n`, 'utf8')),
    write: give,
    finish: () =>
      orGiveUp(() => {
        if (file === undefined) return;
        end();
        renameSync(unfinished, path);
      }),
    abandon,
  };
}
