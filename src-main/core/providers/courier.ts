/** The program's side of the thread that talks to the services: requests go over, answers come back in pieces. */
import { Worker } from 'node:worker_threads';
import type { AnswerHeaders, CourierFault, FromCourier, SendMessage, ToCourier } from './courier-messages.ts';

export interface CourierAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** May be read once. Throws {@link CourierError} and {@link OverlongAnswer}. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
  /** Nothing further is read. To be called in the end, whatever happened. */
  leave(): void;
}

/** The connections to one service. */
export interface CourierLine {
  /** Throws {@link CourierError}; also when `signal` fires, which closes the socket. */
  send(request: Omit<SendMessage, 'type' | 'id' | 'line'>, signal: AbortSignal): Promise<CourierAnswer>;
  close(): void;
}

/** What went wrong in the thread, told by name and code. */
export class CourierError extends Error {
  override readonly name: string;
  readonly code: string;

  constructor({ name, code, message }: CourierFault) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

/** More than the request's `maxBodyBytes`. */
export class OverlongAnswer extends Error {
  override readonly name = 'OverlongAnswer';
}

/** An answer under way, as the messages about it come in. */
class Arrival {
  readonly head = Promise.withResolvers<Pick<CourierAnswer, 'status' | 'headers'>>();
  readonly #pieces: Uint8Array[] = [];
  #failure: Error | undefined;
  #isWhole = false;
  #wake: (() => void) | undefined;

  constructor() {
    // It may fail when nobody waits for its beginning any more.
    this.head.promise.catch(() => undefined);
  }

  hear(message: FromCourier): void {
    if (message.type === 'head') this.head.resolve(message);
    else if (message.type === 'chunk') this.#pieces.push(message.bytes);
    else if (message.type === 'end') this.#isWhole = true;
    else this.fail(message.type === 'overlong' ? new OverlongAnswer() : new CourierError(message.fault));
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.head.reject(error);
    this.#wake?.();
  }

  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) yield piece;
      else if (this.#failure) throw this.#failure;
      else if (this.#isWhole) return;
      else {
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wake = resolve;
        await promise;
      }
    }
  }
}

const arrivals = new Map<number, Arrival>();
let nextId = 0;
let nextLine = 0;
/** One for the program: it only reads and writes, whatever the number of services. */
let thread: Worker | undefined;

export function openCourierLine(): CourierLine {
  const line = nextLine++;
  return {
    async send(request, signal) {
      const id = nextId++;
      const arrival = new Arrival();
      const over = (): void => {
        signal.removeEventListener('abort', abort);
        arrivals.delete(id);
        if (arrivals.size === 0) thread?.unref();
      };
      const abort = (): void => {
        say({ type: 'abort', id });
        arrival.fail(new CourierError({ name: 'AbortError', code: 'ABORT_ERR', message: 'given up' }));
      };
      signal.addEventListener('abort', abort, { once: true });
      arrivals.set(id, arrival);
      try {
        say({ ...request, type: 'send', id, line });
        thread?.ref();
        const { status, headers } = await arrival.head.promise;
        const leave = (): void => {
          if (arrivals.has(id)) say({ type: 'leave', id });
          over();
        };
        return { status, headers, chunks: () => arrival.chunks(), leave };
      } catch (error) {
        over();
        throw error;
      }
    },
    close: () => {
      if (thread) say({ type: 'close', line });
    },
  };
}

function say(message: ToCourier): void {
  thread ??= startThread();
  thread.postMessage(message);
}

function startThread(): Worker {
  // From the sources under Node, and beside the built program under Electron.
  const file = import.meta.url.endsWith('.ts') ? './courier-worker.ts' : './courier-worker.js';
  // Flags of the program that started us (such as how to read its own source) are not meant for the thread.
  const worker = new Worker(new URL(file, import.meta.url), { execArgv: [] });
  const end = (reason: string): void => {
    if (thread !== worker) return;
    thread = undefined;
    for (const arrival of arrivals.values()) {
      arrival.fail(new CourierError({ name: 'Error', code: 'THREAD_ENDED', message: reason }));
    }
  };
  worker.on('message', (message: FromCourier) => arrivals.get(message.id)?.hear(message));
  worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => end(`the thread ended with ${code}`));
  worker.unref();
  return worker;
}
