/**
 * The program's side of what talks to the services (courier-worker.ts): requests go over, answers come back in pieces.
 * It is started when it is first needed, and there is one for the program whatever the number of services.
 */
import type { AnswerHeaders, CourierFault, FromCourier, SendMessage, ToCourier } from './courier-messages.ts';
import { type CourierPort, startCourierPort } from './courier-port.ts';

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
  /** When this has come, what was cancelled has been cancelled. */
  close(): Promise<void>;
}

/** What went wrong over there, told by name and code. */
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
    else if (message.type === 'overlong') this.fail(new OverlongAnswer());
    else if (message.type === 'failed') this.fail(new CourierError(message.fault));
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
const closings = new Map<number, () => void>();
let nextId = 0;
let nextLine = 0;
let port: CourierPort | undefined;

export function openCourierLine(): CourierLine {
  const line = nextLine++;
  let isUsed = false;
  return {
    async send(request, signal) {
      const id = nextId++;
      const arrival = new Arrival();
      const over = (): void => {
        signal.removeEventListener('abort', abort);
        arrivals.delete(id);
        holdProgram();
      };
      const abort = (): void => {
        say({ type: 'abort', id });
        arrival.fail(new CourierError({ name: 'AbortError', code: 'ABORT_ERR', message: 'given up' }));
      };
      signal.addEventListener('abort', abort, { once: true });
      arrivals.set(id, arrival);
      isUsed = true;
      try {
        if (signal.aborted) abort();
        else say({ ...request, type: 'send', id, line });
        holdProgram();
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
    async close() {
      if (!isUsed || !port) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      closings.set(line, resolve);
      say({ type: 'close', line });
      holdProgram();
      await promise;
      closings.delete(line);
      holdProgram();
    },
  };
}

function say(message: ToCourier): void {
  port ??= startCourierPort(hear, end);
  port.post(message);
}

/** Who waits for an answer must get it before the program ends; who waits for nothing must not keep it from ending. */
function holdProgram(): void {
  port?.hold(arrivals.size + closings.size > 0);
}

function hear(message: FromCourier): void {
  if (message.type === 'closed') closings.get(message.line)?.();
  else arrivals.get(message.id)?.hear(message);
}

function end(reason: string): void {
  port = undefined;
  const error = new CourierError({ name: 'Error', code: 'COURIER_ENDED', message: reason });
  for (const arrival of arrivals.values()) arrival.fail(error);
  for (const resolve of closings.values()) resolve();
}
