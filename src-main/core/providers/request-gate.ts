/** How many requests one connection takes at once, and how far apart they must begin. */
import { Cancelled } from '#shared/errors.ts';
import type { Clock } from './clock.ts';

export interface RequestLimits {
  readonly concurrency: number;
  /** Between the beginnings of two requests. */
  readonly spacingMs: number;
}

interface Waiter {
  readonly admit: () => void;
  readonly signal: AbortSignal | undefined;
}

/** Admits requests in the order they asked. */
export class RequestGate {
  readonly #limits: RequestLimits;
  readonly #clock: Clock;
  readonly #waiting: Waiter[] = [];
  #running = 0;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #isAdmitting = false;

  constructor(limits: RequestLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Runs `operation` when its turn has come. Throws Cancelled when `signal` fires before that, and what it throws. */
  async run<Result>(operation: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    await this.#turn(signal);
    try {
      return await operation();
    } finally {
      this.#running--;
      this.#admit();
    }
  }

  /** Nobody begins for so long: the service asked for a pause, and it meant all of us. */
  hold(milliseconds: number): void {
    this.#notBeforeMs = Math.max(this.#notBeforeMs, this.#clock.nowMs() + milliseconds);
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new Cancelled());
      const leave = (): void => {
        const index = this.#waiting.indexOf(waiter);
        if (index >= 0) this.#waiting.splice(index, 1);
        reject(new Cancelled());
      };
      const waiter: Waiter = {
        signal,
        admit: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      this.#admit();
    });
  }

  #admit(): void {
    if (this.#isAdmitting || this.#waiting.length === 0 || this.#running >= this.#limits.concurrency) return;
    const waitMs = this.#notBeforeMs - this.#clock.nowMs();
    if (waitMs > 0) {
      // One sleep at a time; whoever is first when it ends goes first.
      this.#isAdmitting = true;
      void this.#clock.sleep(waitMs).then(() => {
        this.#isAdmitting = false;
        this.#admit();
      });
      return;
    }
    this.#running++;
    this.#notBeforeMs = this.#clock.nowMs() + this.#limits.spacingMs;
    this.#waiting.shift()?.admit();
    this.#admit();
  }
}
