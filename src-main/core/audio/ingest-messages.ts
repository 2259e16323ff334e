/** What is said between the program and the threads that read sounds in. */
import { AppError, type AppErrorInit, Cancelled } from '#shared/errors.ts';
import type { AudioFacts, IngestTargets } from './audio-facts.ts';
import type { FfmpegLocation } from './ffmpeg-location.ts';

export type ToIngestThread =
  | {
      readonly type: 'ingest';
      readonly id: number;
      readonly sourcePath: string;
      readonly targets: IngestTargets;
      readonly displayName: string | null;
      /** null until it has been asked for: finding one takes time, and most sounds need none. */
      readonly ffmpeg: FfmpegLocation | null;
    }
  | { readonly type: 'cancel'; readonly id: number };

export type FromIngestThread =
  | { readonly type: 'done'; readonly id: number; readonly facts: AudioFacts }
  | { readonly type: 'wants-ffmpeg'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure };

/** An error as plain data. */
export type Failure =
  | { readonly kind: 'app-error'; readonly init: AppErrorInit }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string };

export function failureOf(error: unknown): Failure {
  if (error instanceof Cancelled) return { kind: 'cancelled' };
  if (error instanceof AppError) {
    const { code, message, isRetryable, details } = error;
    return { kind: 'app-error', init: { code, message, isRetryable, details } };
  }
  if (error instanceof Error) return { kind: 'bug', message: error.message, stack: error.stack ?? '' };
  return { kind: 'bug', message: String(error), stack: '' };
}

export function errorOf(failure: Failure): Error {
  if (failure.kind === 'cancelled') return new Cancelled();
  if (failure.kind === 'app-error') return new AppError(failure.init);
  const error = new Error(failure.message);
  error.stack = failure.stack;
  return error;
}
