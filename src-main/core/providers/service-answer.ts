/**
 * From an HTTP answer to something worth reading. The order is fixed: transport, then an HTTP status of 400 or more,
 * then a failure inside the body, then the payload. What a body is is decided by its first character, since the
 * services label event streams as JSON and the reverse.
 */
import { parseBigJson } from './big-json.ts';
import { kindOfStatus } from './error-kinds.ts';
import { readEvents, type ServerEvent } from './event-stream.ts';
import type { HttpAnswer } from './http.ts';
import type { Fail, ProviderError, ProviderPhase } from './provider-error.ts';
import { type ErrorParam, faultOf, type ServiceFault } from './service-fault.ts';

export interface AnswerContext {
  readonly fail: Fail;
  readonly paramIs: ErrorParam;
  readonly nowMs: () => number;
  /** For tests: the longest line a stream may have. */
  readonly maxLineCharacters?: number | undefined;
}

export type ServiceAnswer =
  | { readonly kind: 'json'; readonly body: unknown; readonly requestId: string | undefined }
  | { readonly kind: 'events'; readonly events: AsyncIterable<ServerEvent>; readonly requestId: string | undefined };

/** Error pages longer than this say nothing more. */
const MAX_ERROR_BYTES = 1024 * 1024;
const EVENT_STREAM_START = /^(data|event|id|retry)?:/;

/** Throws the ProviderError an answer amounts to; returns a body that reports no failure, or a stream that may. */
export async function openAnswer(answer: HttpAnswer, context: AnswerContext): Promise<ServiceAnswer> {
  if (answer.status >= 400) throw await statusFailure(answer, context);
  const { start, rest } = await peek(answer.chunks());
  const requestId = headerRequestId(answer);
  if (/^[[{]/.test(start)) {
    const body = parseJson(await readText(rest), context);
    const fault = faultOf(body, context.paramIs);
    if (fault !== null) throw faultError(fault, context, { phase: 'body', requestId });
    return { kind: 'json', body, requestId };
  }
  if (EVENT_STREAM_START.test(start) || (answer.contentType === 'text/event-stream' && !start.startsWith('<'))) {
    const { fail, maxLineCharacters } = context;
    return {
      kind: 'events',
      requestId,
      events: readEvents(rest, { fail, ...(maxLineCharacters === undefined ? {} : { maxLineCharacters }) }),
    };
  }
  const what = start === '' ? 'nothing' : start.startsWith('<') ? 'a web page' : 'something that is not JSON';
  throw context.fail({
    kind: 'protocol',
    phase: 'body',
    httpStatus: answer.status,
    requestId,
    message: `the service answered with ${what}. Check the base URL${start === '' ? '' : ` (${context.fail.excerpt(start, 80)})`}.`,
  });
}

/** A failure in a body or a frame as an error. `httpStatus` is left out where it was 200. */
export function faultError(
  fault: ServiceFault,
  context: AnswerContext,
  where: {
    phase: ProviderPhase;
    httpStatus?: number;
    requestId?: string | undefined;
    retryAfterMs?: number | undefined;
  },
): ProviderError {
  return context.fail({
    kind: fault.kind,
    phase: where.phase,
    httpStatus: where.httpStatus,
    providerCode: fault.code,
    requestId: fault.requestId ?? where.requestId,
    retryAfterMs: where.retryAfterMs,
    message: `${context.fail.excerpt(fault.message).replace(/[.。]$/, '')}${fault.code === undefined ? '' : ` (${fault.code})`}.`,
  });
}

export function headerRequestId(answer: HttpAnswer): string | undefined {
  return answer.header('trace-id') ?? answer.header('x-request-id') ?? answer.header('x-dashscope-request-id');
}

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), in milliseconds from now; undefined when it says nothing. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

async function statusFailure(answer: HttpAnswer, context: AnswerContext): Promise<ProviderError> {
  const { status } = answer;
  const text = await readErrorText(answer);
  const where = {
    phase: 'headers' as const,
    httpStatus: status,
    requestId: headerRequestId(answer),
    retryAfterMs: retryAfterMs(answer.header('retry-after'), context.nowMs()),
  };
  const fault = await faultInText(text, status, context);
  if (fault !== null) return faultError(fault, context, where);
  const isPage = /^\s*</.test(text);
  const byStatus = kindOfStatus(status);
  // A web page instead of a refusal means that nobody of the service was asked.
  const isNobody = byStatus === 'invalid_request' || byStatus === 'model_unavailable';
  const kind = isPage && isNobody ? 'protocol' : byStatus;
  const said = text === '' ? '' : isPage ? ' with a web page' : `: ${context.fail.excerpt(text)}`;
  const advice = kind === 'protocol' ? '. Check the base URL' : '';
  return context.fail({ ...where, kind, message: `answered HTTP ${status}${said}${advice}.` });
}

/** A refusal may be JSON, or JSON inside event-stream framing, whatever its label says. */
async function faultInText(text: string, status: number, context: AnswerContext): Promise<ServiceFault | null> {
  const candidates = [text];
  if (EVENT_STREAM_START.test(text.trimStart())) {
    for await (const event of readEvents(oneChunk(text), { fail: context.fail })) candidates.push(event.data);
  }
  for (const candidate of candidates) {
    const body = jsonOrUndefined(candidate);
    const fault = faultOf(body, context.paramIs, status);
    if (fault !== null) return fault;
  }
  return null;
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text, 'utf8');
}

async function readErrorText(answer: HttpAnswer): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of answer.chunks()) {
      pieces.push(chunk);
      length += chunk.length;
      if (length > MAX_ERROR_BYTES) break;
    }
  } catch (error) {
    // The status has said the essential: a refusal cut short is still that refusal. Cancelling goes through.
    if (!(error instanceof Error) || error.name === 'Cancelled') throw error;
  }
  return new TextDecoder().decode(Buffer.concat(pieces));
}

/** The beginning as text (without byte order mark and blanks), and the body with nothing taken from it. */
async function peek(
  body: AsyncGenerator<Uint8Array, void, undefined>,
): Promise<{ start: string; rest: AsyncIterable<Uint8Array> }> {
  const taken: Uint8Array[] = [];
  let start = '';
  while (start.length < 6) {
    const next = await body.next();
    if (next.done) break;
    taken.push(next.value);
    const head = Buffer.concat(taken.map((chunk) => chunk.subarray(0, 256)));
    start = new TextDecoder().decode(head).trimStart().slice(0, 200);
  }
  async function* replay(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* taken;
    yield* body;
  }
  return { start, rest: replay() };
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return new TextDecoder().decode(Buffer.concat(pieces));
}

function parseJson(text: string, context: AnswerContext): unknown {
  try {
    return parseBigJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Not the parser's own message: it quotes the text, and the text may quote the key.
    throw context.fail({
      kind: 'protocol',
      phase: 'body',
      message: `the answer is not valid JSON (${context.fail.excerpt(text, 80)}).`,
    });
  }
}

/** JSON, or undefined where `text` is none. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return parseBigJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
