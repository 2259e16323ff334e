import { AppError, type AppErrorCode, Cancelled, type ErrorDetails } from '#shared/errors.ts';

/** An error as it travels from a thread: structured cloning keeps no classes. */
export type ThreadError =
  | {
      readonly kind: 'expected';
      readonly code: AppErrorCode;
      readonly message: string;
      readonly isRetryable: boolean;
      readonly details: ErrorDetails;
    }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string | undefined };

export function packError(error: unknown): ThreadError {
  if (error instanceof Cancelled) return { kind: 'cancelled' };
  if (error instanceof AppError) {
    const { code, message, isRetryable } = error;
    return { kind: 'expected', code, message, isRetryable, details: JSON.parse(JSON.stringify(error.details)) };
  }
  return error instanceof Error
    ? { kind: 'bug', message: error.message, stack: error.stack }
    : { kind: 'bug', message: String(error), stack: undefined };
}

export function unpackError(error: ThreadError): Error {
  switch (error.kind) {
    case 'cancelled':
      return new Cancelled();
    case 'expected':
      return new AppError(error);
    case 'bug': {
      const bug = new Error(error.message);
      if (error.stack !== undefined) bug.stack = error.stack;
      return bug;
    }
  }
}
