import { AppError, Cancelled, type ErrorAnswer, PROVIDER_ERROR_KINDS, type ProviderErrorKind } from '#shared/errors.ts';
import type { Log } from './ports.ts';

/**
 * The one place where something thrown becomes an answer. An AppError says what it has to say; a cancellation is
 * what the person asked for; anything else is a bug: its text goes to the log under an id, and people get the id.
 */
export function answerOf(thrown: unknown, log: Log): ErrorAnswer {
  if (thrown instanceof AppError) return answerOfAppError(thrown);
  if (thrown instanceof Cancelled || (thrown instanceof Error && thrown.name === 'AbortError')) {
    return { code: 'cancelled', message: 'Cancelled', isRetryable: false };
  }
  const logId = crypto.randomUUID().slice(0, 8);
  log.error('unexpected failure', { logId, error: thrown instanceof Error ? thrown.stack : String(thrown) });
  return {
    code: 'internal',
    message: `Something went wrong that Lectern did not foresee. The log has the details under ${logId}.`,
    isRetryable: false,
    details: { logId },
  };
}

function answerOfAppError(error: AppError): ErrorAnswer {
  const { kind, httpStatus, providerCode, requestId, hasPartialAudio, ...details } = error.details;
  return {
    code: error.code,
    ...(isProviderKind(kind) ? { kind } : {}),
    message: error.message,
    isRetryable: error.isRetryable,
    ...(typeof httpStatus === 'number' ? { httpStatus } : {}),
    ...(typeof providerCode === 'string' ? { providerCode } : {}),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(typeof hasPartialAudio === 'boolean' ? { hasPartialAudio } : {}),
    ...(Object.keys(details).length > 0 ? { details } : {}),
  };
}

function isProviderKind(value: unknown): value is ProviderErrorKind {
  return PROVIDER_ERROR_KINDS.some((kind) => kind === value);
}
