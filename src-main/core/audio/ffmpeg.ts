/**
 * The one door to ffmpeg. What is used of fluent-ffmpeg, which is no longer maintained, is the building and spawning of a
 * command; nothing else may import it (a test watches). Cancelling, the idle limit, the log and the errors are ours.
 */
import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { PassThrough, type Writable } from 'node:stream';
import createCommand from 'fluent-ffmpeg';
import { AppError, Cancelled, throwIfCancelled } from '#shared/errors.ts';
import { diskFull, FfmpegLog, ffmpegFailure, saysDiskFull, stalled } from './ffmpeg-error.ts';
import type { FfmpegLocation } from './ffmpeg-location.ts';
import { StallWatch } from './stall-watch.ts';

export interface FfmpegInput {
  /**
   * A path, or bytes for standard input (one input of a job at most). The next piece is asked for when ffmpeg has taken the
   * one before, whose memory may then be used again.
   */
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
  /** Completes "ffmpeg could not …" for people. Default 'finish'. */
  readonly task?: string;
}

/** The same without an output: it is read by the caller. */
export type FfmpegReadJob = Omit<FfmpegJob, 'output'> & { readonly onLine?: (line: string) => void };

const DEFAULT_IDLE_LIMIT_MS = 60_000;

/**
 * Runs ffmpeg to its end and answers what it said on standard error, without the progress. Throws AppError `ffmpeg-failed`
 * with the end of that, `disk-full`, `ffmpeg-missing`; Cancelled; or whatever a stream of the caller's threw. By then the
 * process is gone, and so is the output file.
 */
export async function runFfmpeg(ffmpeg: FfmpegLocation, job: FfmpegJob): Promise<{ readonly stderr: string }> {
  const { output } = job;
  if (typeof output === 'string') {
    try {
      return await new Run(ffmpeg, job, output).ended;
    } catch (error) {
      await rm(output, { force: true });
      throw error;
    }
  }
  const run = new Run(ffmpeg, job, standardOutput());
  for await (const chunk of run.chunks()) await output(chunk);
  return run.ended;
}

/**
 * Reads what ffmpeg writes to standard output, as fast as the consumer takes it. Throws as {@link runFfmpeg} does, after the
 * last bytes. A consumer that stops early ends the process.
 */
export function readFfmpeg(ffmpeg: FfmpegLocation, job: FfmpegReadJob): AsyncGenerator<Uint8Array> {
  return new Run(ffmpeg, job, standardOutput(), job.onLine).chunks();
}

/** The wrapper takes the stream's 'close' for a broken one and kills ffmpeg 20 ms later, whether it is ending or not. */
function standardOutput(): PassThrough {
  return new PassThrough({ highWaterMark: 1 << 18, emitClose: false });
}

type StopReason = 'cancelled' | 'stalled' | 'input-failed' | 'abandoned';

/** One process, from its start until it is gone. */
class Run {
  readonly ended: Promise<{ readonly stderr: string }>;
  readonly #ffmpeg: FfmpegLocation;
  readonly #job: Omit<FfmpegJob, 'output'>;
  readonly #output: string | PassThrough;
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #watch: StallWatch;
  readonly #log = new FfmpegLog();
  readonly #command: createCommand.FfmpegCommand;
  #input: AsyncIterable<Uint8Array> | undefined;
  #inputIterator: AsyncIterator<Uint8Array> | undefined;
  #inputError: unknown;
  #isRunning = false;
  #stopReason: StopReason | undefined;

  constructor(
    ffmpeg: FfmpegLocation,
    job: Omit<FfmpegJob, 'output'>,
    output: string | PassThrough,
    onLine?: (line: string) => void,
  ) {
    throwIfCancelled(job.signal);
    this.#ffmpeg = ffmpeg;
    this.#job = job;
    this.#output = output;
    this.#onLine = onLine;
    this.#command = this.#build();
    this.#watch = new StallWatch(job.idleLimitMs ?? DEFAULT_IDLE_LIMIT_MS, () => this.#stop('stalled'));
    this.ended = this.#run();
    // Whoever reads the output comes to wait for the end later.
    this.ended.catch(() => undefined);
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const pieces = (this.#output as PassThrough)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    try {
      for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) {
        this.#watch.touch();
        const { value } = piece;
        // Between the yields it is the consumer who works, and ffmpeg who waits.
        const consumed = Promise.withResolvers<void>();
        const exempted = this.#watch.exempt(() => consumed.promise);
        try {
          yield value;
        } finally {
          consumed.resolve();
          await exempted;
        }
      }
      await this.ended;
    } finally {
      this.#stop('abandoned');
      await this.ended.catch(() => undefined);
    }
  }

  #build(): createCommand.FfmpegCommand {
    const command = createCommand();
    bindProgram(command, this.#ffmpeg.path, (stdin) => void this.#feed(stdin));
    for (const { source, options = [] } of this.#job.inputs) {
      if (typeof source === 'string') {
        command.input(asFile(source));
      } else {
        this.#input = source;
        command.input('pipe:0');
      }
      // Several arguments: of a single one, or of an array, the wrapper splits every text that has one space in it.
      command.inputOptions('-hide_banner', '-nostdin', '-y', '-protocol_whitelist', 'file,pipe', ...options);
    }
    command.output(typeof this.#output === 'string' ? asFile(this.#output) : this.#output);
    command.outputOptions(...this.#job.outputOptions, '-flush_packets', '0');
    return command;
  }

  async #run(): Promise<{ readonly stderr: string }> {
    const { signal, task = 'finish' } = this.#job;
    const onAbort = (): void => this.#stop('cancelled');
    signal?.addEventListener('abort', onAbort);
    try {
      await this.#exit();
      // An ffmpeg of 2018 ends well when the disk fills up while it writes the last bytes.
      if (saysDiskFull(this.#log)) throw diskFull(task);
    } catch (error) {
      // What ended well ends its output itself, when all of it has come: the process may be gone before that.
      if (typeof this.#output !== 'string') this.#output.end();
      throw this.#explain(error);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#watch.stop();
      // Nobody takes what it would give next.
      void this.#inputIterator?.return?.().catch(() => undefined);
    }
    if (this.#stopReason) throw this.#explain(undefined);
    return { stderr: this.#log.text() };
  }

  #exit(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#command
      .on('start', () => {
        this.#isRunning = true;
        if (this.#stopReason) this.#command.kill('SIGKILL');
      })
      .on('stderr', (line: string) => {
        this.#watch.touch();
        this.#log.push(line);
        this.#onLine?.(line);
      })
      .on('end', () => resolve())
      .on('error', (error: unknown) => reject(error))
      .run();
    return promise.finally(() => {
      this.#isRunning = false;
    });
  }

  /** {@link ended} settles when the process is gone. The first reason counts. */
  #stop(reason: StopReason): void {
    this.#stopReason ??= reason;
    if (this.#isRunning) this.#command.kill('SIGKILL');
  }

  #explain(error: unknown): unknown {
    const { task = 'finish', idleLimitMs = DEFAULT_IDLE_LIMIT_MS } = this.#job;
    switch (this.#stopReason) {
      case 'cancelled':
      case 'abandoned':
        return new Cancelled();
      case 'stalled':
        return stalled(task, idleLimitMs, this.#log);
      case 'input-failed':
        return this.#inputError;
      case undefined:
        return error instanceof AppError ? error : ffmpegFailure(task, this.#ffmpeg.path, error, this.#log);
    }
  }

  /** Never throws. */
  async #feed(stdin: Writable): Promise<void> {
    // Why it takes no more is what ffmpeg says at its end.
    stdin.on('error', () => undefined);
    if (!this.#input) return void stdin.end();
    const iterator = this.#input[Symbol.asyncIterator]();
    this.#inputIterator = iterator;
    try {
      for (;;) {
        const next = await this.#watch.exempt(() => iterator.next());
        if (next.done === true) break;
        if (!(await isTaken(stdin, next.value))) break;
        this.#watch.touch();
      }
      stdin.end();
    } catch (error) {
      // Its input is left open: an ffmpeg that saw the end could finish a shortened file before the signal reaches it.
      this.#inputError = error;
      this.#stop('input-failed');
    }
    await iterator.return?.().catch(() => undefined);
  }
}

function isTaken(stdin: Writable, bytes: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    stdin.write(bytes, (error) => resolve(!error));
  });
}

/** A leading dash or a colon in a name must not become an option or a protocol. */
function asFile(path: string): string {
  return `file:${path}`;
}

interface Lines {
  get(): string;
}
type OnStart = (program: ChildProcess, ...lines: readonly Lines[]) => void;
type OnEnd = (error: unknown, output?: Lines, log?: Lines) => void;

/** What the wrapper does not say in its types and we replace. */
interface WrapperInside {
  _getFfmpegPath: (answer: (error: null, path: string) => void) => void;
  _checkCapabilities: (answer: (error: null) => void) => void;
  availableEncoders: (answer: (error: null, encoders: object) => void) => void;
  _spawnFfmpeg: (args: unknown, options: unknown, onStart: OnStart, onEnd: OnEnd) => void;
}

const NO_LINES: Lines = { get: () => '' };

/**
 * The wrapper keeps the program's path and capabilities once for all commands, and asks for them with three more
 * processes; ours are known and may differ from command to command. And where a process cannot be started it stumbles
 * over the missing log, outside of anybody's reach. Its own streams into a process keep several pieces, so standard input is
 * handed to who feeds it.
 */
function bindProgram(command: createCommand.FfmpegCommand, path: string, feed: (stdin: Writable) => void): void {
  const inside = command as unknown as WrapperInside;
  const spawn = inside._spawnFfmpeg.bind(command);
  inside._getFfmpegPath = (answer) => answer(null, path);
  inside._checkCapabilities = (answer) => answer(null);
  inside._spawnFfmpeg = (args, options, onStart, onEnd) =>
    spawn(
      args,
      options,
      (program, ...lines) => {
        if (program.stdin) feed(program.stdin);
        onStart(program, ...lines);
      },
      (error, output = NO_LINES, log = NO_LINES) => onEnd(error, output, log),
    );
  inside.availableEncoders = (answer) => answer(null, {});
}
