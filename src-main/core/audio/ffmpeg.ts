/**
 * The one door to ffmpeg. fluent-ffmpeg builds and starts the command; it is no longer maintained, so nothing else may import
 * it (a test watches), and everything that matters is around it here: cancellation, an idle limit, the tail of what
 * ffmpeg said, a protocol whitelist, and errors with codes.
 */
import { Readable, Writable } from 'node:stream';
import createCommand from 'fluent-ffmpeg';
import { AppError, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import type { FfmpegLocation } from './ffmpeg-location.ts';

export interface FfmpegInput {
  /** A path, or bytes for standard input. At most one input of a job is a stream. */
  readonly source: string | AsyncIterable<Uint8Array>;
  /** Before `-i`. */
  readonly options?: readonly string[];
}

export interface FfmpegJob {
  readonly inputs: readonly FfmpegInput[];
  readonly outputOptions: readonly string[];
  /** A path, or what takes standard output piece by piece; ffmpeg waits while it works. */
  readonly output: string | ((chunk: Uint8Array) => void | Promise<void>);
  readonly signal?: AbortSignal;
  /** ffmpeg is ended when it neither says, takes nor gives anything for this long. Default a minute. */
  readonly idleLimitMs?: number;
}

const DEFAULT_IDLE_LIMIT_MS = 60_000;
const STDERR_TAIL_LINES = 30;
/** Reading only what we name: a playlist or an HLS file must not make ffmpeg open the network. */
const INPUT_GUARDS = ['-protocol_whitelist', 'file,pipe'];

/**
 * Runs ffmpeg to its end. Answers what it said on standard error. Throws AppError `ffmpeg-failed` with the tail of that,
 * `disk-full`, Cancelled, or whatever a stream of the caller's threw. A partial output file is the caller's to remove.
 */
export async function runFfmpeg(ffmpeg: FfmpegLocation, job: FfmpegJob): Promise<{ readonly stderr: string }> {
  throwIfCancelled(job.signal);
  const lines: string[] = [];
  let streamFailure: unknown;
  const fail = (error: unknown): void => {
    streamFailure ??= error;
  };
  const command = createCommand();
  command.setFfmpegPath(ffmpeg.path);
  const idle = createIdleWatch(job.idleLimitMs ?? DEFAULT_IDLE_LIMIT_MS, () => command.kill('SIGKILL'));

  // Options go in as separate arguments: in an array, fluent-ffmpeg would split every one that contains a single space.
  for (const { source, options = [] } of job.inputs) {
    command.input(typeof source === 'string' ? source : watched(source, idle.touch, fail));
    command.inputOptions(...INPUT_GUARDS, ...options);
  }
  command.outputOptions('-hide_banner', '-y', ...job.outputOptions);
  command.on('stderr', (line: string) => {
    idle.touch();
    lines.push(line);
  });

  const onAbort = (): void => void command.kill('SIGKILL');
  try {
    await new Promise<void>((resolve, reject) => {
      command.on('end', () => resolve());
      command.on('error', (error: Error) => reject(error));
      job.signal?.addEventListener('abort', onAbort, { once: true });
      if (typeof job.output === 'string') command.output(job.output).run();
      else command.output(consumer(job.output, idle.touch, fail), { end: true }).run();
    });
    throwIfCancelled(job.signal);
    if (streamFailure !== undefined) throw streamFailure;
    return { stderr: lines.join('\n') };
  } catch (error) {
    if (job.signal?.aborted === true) throw new Cancelled();
    if (streamFailure !== undefined && !isBrokenPipe(streamFailure)) throw streamFailure;
    throw failure(error, lines, idle.hasExpired());
  } finally {
    idle.stop();
    job.signal?.removeEventListener('abort', onAbort);
  }
}

async function* passOn(
  source: AsyncIterable<Uint8Array>,
  touch: () => void,
  fail: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) {
      touch();
      yield chunk;
    }
  } catch (error) {
    fail(error);
    throw error;
  }
}

function watched(source: AsyncIterable<Uint8Array>, touch: () => void, fail: (error: unknown) => void): Readable {
  const stream = Readable.from(passOn(source, touch, fail), { objectMode: false, highWaterMark: 1 << 20 });
  // The failure is kept by `fail`; unheard it would end the process.
  stream.on('error', () => undefined);
  return stream;
}

function consumer(
  consume: (chunk: Uint8Array) => void | Promise<void>,
  touch: () => void,
  fail: (error: unknown) => void,
): Writable {
  const stream = new Writable({
    highWaterMark: 1 << 20,
    write(chunk: Uint8Array, _encoding, done) {
      touch();
      Promise.resolve()
        .then(() => consume(chunk))
        .then(() => done())
        .catch((error: unknown) => {
          fail(error);
          done(error instanceof Error ? error : new Error(String(error)));
        });
    },
  });
  stream.on('error', () => undefined);
  return stream;
}

function createIdleWatch(limitMs: number, onIdle: () => void) {
  let lastMs = performance.now();
  let expired = false;
  const timer = setInterval(
    () => {
      if (performance.now() - lastMs < limitMs) return;
      expired = true;
      onIdle();
    },
    Math.max(50, limitMs / 10),
  );
  timer.unref();
  return {
    touch: () => {
      lastMs = performance.now();
    },
    hasExpired: () => expired,
    stop: () => clearInterval(timer),
  };
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}

function failure(error: unknown, lines: readonly string[], isIdle: boolean): AppError {
  const tail = lines.filter((line) => line.trim() !== '').slice(-STDERR_TAIL_LINES);
  const text = tail.join('\n');
  if (/No space left on device/i.test(text)) {
    return new AppError({
      code: 'disk-full',
      message: 'The disk is full: the file was not written. Free some space and try again; what was there before is unchanged.',
      details: { stderr: text },
      cause: error,
    });
  }
  const reason = isIdle ? 'it stopped answering' : (tail.at(-1) ?? (error instanceof Error ? error.message : String(error)));
  return new AppError({
    code: 'ffmpeg-failed',
    message: `ffmpeg could not finish: ${reason}`,
    details: { stderr: text, isIdle },
    cause: error,
  });
}
