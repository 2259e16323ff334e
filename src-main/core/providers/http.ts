/**
 * One HTTP exchange with one service: time limits, size caps, no redirects, credentials bound to one origin.
 * What the answer means is the caller's business; everything that can go wrong on the way becomes a ProviderError here.
 */
import { createHash } from 'node:crypto';
import { type FormData, Response } from 'undici';
import { Cancelled } from '#shared/errors.ts';
import type { AnswerRecord } from './answer-record.ts';
import { type CourierAnswer, type CourierLine, OverlongAnswer, openCourierLine } from './courier.ts';
import type { Fail, ProviderPhase } from './provider-error.ts';
import { transportFailure } from './transport-failure.ts';

export interface HttpLimits {
  readonly connectMs: number;
  /** From the last byte of the request to the headers of the answer; never effectively longer than `totalMs`. */
  readonly headersMs: number;
  /** Longest silence inside a body. */
  readonly idleMs: number;
  readonly totalMs: number;
  /** Of a whole answer or a whole stream. */
  readonly maxBodyBytes: number;
}

const MIB = 1024 * 1024;

/**
 * The services synthesize before they answer, so headers may take as long as everything (MiMo sends nothing at all
 * until the last sample exists). Ten thousand characters of mono audio at 32 kHz are about 230 MB as hexadecimal PCM.
 */
export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  connectMs: 15_000,
  headersMs: 180_000,
  idleMs: 180_000,
  totalMs: 180_000,
  maxBodyBytes: 384 * MIB,
};

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  /** Joined to the base URL; starts with a slash and may carry a query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<HttpLimits> | undefined;
  /** A body that ends early is then a stream cut short, not a network failure. */
  readonly isStream?: boolean;
  /** Keeps the answer as it arrives, until the caller says that it is safe elsewhere. */
  readonly record?: AnswerRecord | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Without parameters, in lower case; '' when the service does not say. */
  readonly contentType: string;
  header(name: string): string | undefined;
  /** May be read once. Throws what the exchange throws. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
}

export interface ServiceHttp {
  /**
   * Sends, hands over the answer whatever its status, and cleans up when `receive` is done with it.
   * Throws ProviderError `network`, `timeout`, `protocol` (redirects, size caps, broken HTTP), `truncated_stream`;
   * Cancelled when `signal` fires, which closes the socket; and whatever `receive` throws.
   */
  exchange<Result>(call: HttpCall, receive: (answer: HttpAnswer) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface ServiceHttpInit {
  /** Normalised: `https`, or `http` to loopback, without a trailing slash. */
  readonly baseUrl: string;
  /** With the credentials. They go to `baseUrl` and nowhere else. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fail: Fail;
  readonly limits?: Partial<HttpLimits> | undefined;
}

export function createServiceHttp(init: ServiceHttpInit): ServiceHttp {
  const base = new URL(init.baseUrl);
  const defaults: HttpLimits = { ...DEFAULT_HTTP_LIMITS, ...init.limits };
  const line = openCourierLine();
  return {
    exchange: (call, receive) => {
      const url = new URL(`${init.baseUrl}${call.path}`);
      // A path such as `@host/` or `//host` must not turn into somebody else's address.
      if (url.origin !== base.origin || url.username !== '' || url.password !== '') {
        throw new TypeError('A call may not leave the origin of its connection.');
      }
      return exchangeOn(line, url, init, { ...defaults, ...call.limits }, call, receive);
    },
    close: () => line.close(),
  };
}

async function exchangeOn<Result>(
  line: CourierLine,
  url: URL,
  { headers: ownHeaders, fail }: ServiceHttpInit,
  limits: HttpLimits,
  call: HttpCall,
  receive: (answer: HttpAnswer) => Promise<Result>,
): Promise<Result> {
  if (call.signal?.aborted) throw new Cancelled();
  const controller = new AbortController();
  let isOverTime = false;
  const cancel = (): void => controller.abort();
  const timer = setTimeout(() => {
    isOverTime = true;
    controller.abort();
  }, limits.totalMs);
  call.signal?.addEventListener('abort', cancel, { once: true });

  const failureOf = (error: unknown, phase: ProviderPhase): unknown => {
    if (call.signal?.aborted) return new Cancelled();
    if (isOverTime) {
      const message = `no complete answer within ${limits.totalMs / 1000} s. Try again, or allow more time.`;
      return fail({ kind: 'timeout', phase, message });
    }
    return transportFailure(fail, error, phase, { host: url.host, isStream: call.isStream === true });
  };

  let answer: CourierAnswer | undefined;
  try {
    const { body, contentType } = await encoded(call.body);
    let answered: Pick<CourierAnswer, 'status' | 'headers' | 'chunks'> | undefined;
    try {
      const place = await call.record?.place(keyOf(call, url, body), controller.signal);
      answered = place?.answer;
      if (!answered) {
        answer = await line.send(
          {
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            method: call.method,
            headers: {
              'user-agent': 'Lectern',
              ...(contentType === undefined ? {} : { 'content-type': contentType }),
              ...call.headers,
              ...ownHeaders,
            },
            body,
            connectMs: limits.connectMs,
            headersMs: Math.min(limits.headersMs, limits.totalMs),
            idleMs: Math.min(limits.idleMs, limits.totalMs),
            maxBodyBytes: limits.maxBodyBytes,
            recordPath: place?.path ?? null,
          },
          controller.signal,
        );
        answered = answer;
      }
    } catch (error) {
      throw failureOf(error, 'headers');
    }
    return await receive(answerOf(answered, limits, fail, failureOf, call.isStream === true));
  } catch (error) {
    // No answer, or none that is worth anything.
    await call.record?.discard();
    throw error;
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', cancel);
    answer?.leave();
  }
}

/** A form as the bytes of its parts. */
async function encoded(
  body: HttpCall['body'],
): Promise<{ readonly body: string | Uint8Array | null; readonly contentType?: string }> {
  if (body === undefined) return { body: null };
  if (typeof body === 'string') return { body };
  const form = new Response(body);
  const contentType = form.headers.get('content-type');
  return { body: new Uint8Array(await form.arrayBuffer()), ...(contentType === null ? {} : { contentType }) };
}

/** What makes two requests the same. Not the host: after a crash the same service may be reached at another. */
function keyOf(call: HttpCall, url: URL, body: string | Uint8Array | null): string {
  const hash = createHash('sha256').update(
    `${call.method} ${url.pathname}${url.search} ${call.isStream === true ? 'streamed' : 'whole'}\n`,
  );
  return (body === null ? hash : hash.update(body)).digest('hex');
}

function answerOf(
  { status, headers, chunks }: Pick<CourierAnswer, 'status' | 'headers' | 'chunks'>,
  limits: HttpLimits,
  fail: Fail,
  failureOf: (error: unknown, phase: ProviderPhase) => unknown,
  isStream: boolean,
): HttpAnswer {
  const header = (name: string): string | undefined => {
    const value = headers[name.toLowerCase()];
    return typeof value === 'string' ? value : value?.[0];
  };
  const phase = isStream ? 'stream' : 'body';
  if (status >= 300 && status < 400) {
    const message = `answered with a redirect (HTTP ${status}), which is not followed because it could carry the key elsewhere. Check the base URL.`;
    throw fail({ kind: 'protocol', phase: 'headers', httpStatus: status, message });
  }
  // We never ask for compression: a compressed answer could be any size once unpacked.
  const encoding = header('content-encoding');
  if (encoding !== undefined && encoding !== 'identity') {
    const message = `answered in an encoding that was not asked for (${encoding}).`;
    throw fail({ kind: 'protocol', phase: 'headers', httpStatus: status, message });
  }
  return {
    status,
    contentType: (header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    header,
    async *chunks() {
      try {
        yield* chunks();
      } catch (error) {
        if (!(error instanceof OverlongAnswer)) throw failureOf(error, phase);
        const message = `the answer is longer than ${Math.round(limits.maxBodyBytes / MIB)} MiB and was given up.`;
        throw fail({ kind: 'protocol', phase, httpStatus: status, message });
      }
    },
  };
}
