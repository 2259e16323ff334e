/** What a failure below HTTP means: the name was not found, the line was cut, the time ran out. */
import { AppError, Cancelled } from '#shared/errors.ts';
import type { Fail, ProviderPhase } from './provider-error.ts';

const TIMEOUT_CODES = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
]);
/** The other side closed in good order, but before the answer was whole. */
const CLOSED_CODES = new Set(['UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);
const SENTENCES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name is not known. Check the base URL and the network connection',
  EAI_AGAIN: 'the host name could not be looked up. Check the network connection',
  ECONNREFUSED: 'the connection was refused. Check the base URL',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
};
const CONNECT_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Errors that are already ours pass unchanged. `isStream`: an early end is then `truncated_stream`, since the service
 * did answer; a reset stays `network`.
 */
export function transportFailure(
  fail: Fail,
  error: unknown,
  phase: ProviderPhase,
  where: { readonly host: string; readonly isStream: boolean },
): unknown {
  if (error instanceof AppError || error instanceof Cancelled) return error;
  const code = codeOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  const at = CONNECT_CODES.has(code) || isTls(code) ? 'connect' : phase;
  if (TIMEOUT_CODES.has(code)) {
    const what = at === 'connect' ? `no connection to ${where.host}` : 'the service stopped answering';
    return fail({ kind: 'timeout', phase: at, message: `${what} in time. Try again, or allow more time.` });
  }
  if (CLOSED_CODES.has(code) && phase === 'stream' && where.isStream) {
    return fail({ kind: 'truncated_stream', phase, message: 'the stream ended before the audio was complete.' });
  }
  // By name: errors come from another thread, where classes are others.
  if ((error instanceof Error && error.name === 'HTTPParserError') || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return fail({ kind: 'protocol', phase: at, message: `the answer is not valid HTTP (${detail}).` });
  }
  const sentence = SENTENCES[code] ?? (isTls(code) ? 'no secure connection' : 'the connection failed');
  return fail({ kind: 'network', phase: at, message: `${sentence} (${where.host}: ${detail}).` });
}

/** AggregateError from several addresses tried at once: the first one's code speaks for all. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

function isTls(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$)/.test(code);
}
