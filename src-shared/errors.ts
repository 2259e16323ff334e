/**
 * Three kinds of failure, kept apart: an {@link AppError} is expected and has something to say to a person,
 * {@link Cancelled} is what the person asked for, and anything else thrown is a bug and becomes `internal`.
 */

export const APP_ERROR_CODES = [
  // the caller's
  'invalid-input',
  'invalid-command',
  'not-found',
  'conflict',
  // a speech service's; `kind` says which of providers' kinds
  'provider-error',
  // audio
  'ffmpeg-missing',
  'ffmpeg-failed',
  'unsupported-audio',
  'truncated-audio',
  'missing-audio',
  'export-incomplete',
  // storage
  'disk-full',
  'file-unreadable',
  'file-unwritable',
  'library-locked',
  'library-newer',
  'library-damaged',
  'cancelled',
  'internal',
] as const;
export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

/** What went wrong at a speech service. See test/SPEC.md section ERR for the triggers and their precedence. */
export const PROVIDER_ERROR_KINDS = [
  'validation',
  'auth',
  'permission',
  'quota',
  'rate_limited',
  'invalid_request',
  'voice_not_found',
  'model_unavailable',
  'content_blocked',
  'timeout',
  'server',
  'network',
  'aborted',
  'protocol',
  'empty_audio',
  'truncated_stream',
  'download_failed',
  'provider_error',
  'empty_result',
  'unsupported_operation',
] as const;
export type ProviderErrorKind = (typeof PROVIDER_ERROR_KINDS)[number];

export type ErrorDetails = { readonly [key: string]: unknown };

export interface AppErrorInit {
  readonly code: AppErrorCode;
  /** A sentence for a person: what is wrong and what to do. Names the file and line where there is one. */
  readonly message: string;
  readonly isRetryable?: boolean;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: AppErrorCode;
  readonly isRetryable: boolean;
  readonly details: ErrorDetails;

  constructor(init: AppErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.isRetryable = init.isRetryable ?? false;
    this.details = init.details ?? {};
  }
}

/** The person (or a closing program) asked for this to stop. Never shown as a failure. */
export class Cancelled extends Error {
  override readonly name: string = 'Cancelled';
  constructor() {
    super('Cancelled');
  }
}

/** The part of AbortSignal the pure floor needs; it has no DOM or Node types to name the real one with. */
export interface CancelSignal {
  readonly aborted: boolean;
}

export function throwIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
}

/** The one shape in which an error leaves the core, on every shell. */
export interface ErrorAnswer {
  readonly code: AppErrorCode;
  readonly kind?: ProviderErrorKind;
  readonly message: string;
  readonly isRetryable: boolean;
  readonly httpStatus?: number;
  readonly providerCode?: string;
  readonly requestId?: string;
  readonly hasPartialAudio?: boolean;
  readonly details?: ErrorDetails;
}
