import type { NewId } from '#shared/ids.ts';

/** What the core takes from its surroundings, so that tests can hold them still. */
export interface Ports {
  readonly newId: NewId;
  /** Milliseconds since 1970. For labels only: order comes from sequence numbers, never from the clock. */
  readonly nowMs: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

export interface Log {
  info(message: string, details?: Readonly<Record<string, unknown>>): void;
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** A step forward of something that takes time. `total` 0 means unknown. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly note?: string;
}
export type OnProgress = (progress: Progress) => void;
