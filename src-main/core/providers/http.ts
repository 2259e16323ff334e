/**
 * One HTTP exchange with one service: time limits, size caps, no redirects, credentials bound to one origin.
 * What the answer means is the caller's business; everything that can go wrong on the way becomes a ProviderError here.
 */
import type { Readable } from 'node:stream';
import { Agent, type Dispatcher, type FormData } from 'undici';
import { Cancelled } from '#shared/errors.ts';
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

/** What is left of an answer nobody reads is drained up to this, so that its connection can be used again. */
const DRAIN = { limit: 64 * 1024, withinMs: 250 };

export function createServiceHttp(init: ServiceHttpInit): ServiceHttp {
  const base = new URL(init.baseUrl);
  const defaults: HttpLimits = { ...DEFAULT_HTTP_LIMITS, ...init.limits };
  // HTTP/1.1 only: cancelling has to close the socket, which a multiplexed connection would outlive.
  const agent = new Agent({ connect: { timeout: defaults.connectMs }, allowH2: false });

  return {
    exchange: (call, receive) => {
      const url = new URL(`${init.baseUrl}${call.path}`);
      // A path such as `@host/` or `//host` must not turn into somebody else's address.
      if (url.origin !== base.origin || url.username !== '' || url.password !== '') {
        throw new TypeError('A call may not leave the origin of its connection.');
      }
      return exchangeWith(agent, url, init.headers, init.fail, { ...defaults, ...call.limits }, call, receive);
    },
    close: () => agent.destroy(),
  };
}

async function exchangeWith<Result>(
  agent: Agent,
  url: URL,
  ownHeaders: Readonly<Record<string, string>>,
  fail: Fail,
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

  let response: Dispatcher.ResponseData | undefined;
  try {
    try {
      response = await agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: call.method,
        headers: { 'user-agent': 'Lectern', ...call.headers, ...ownHeaders },
        body: call.body ?? null,
        signal: controller.signal,
        headersTimeout: Math.min(limits.headersMs, limits.totalMs),
        bodyTimeout: Math.min(limits.idleMs, limits.totalMs),
      });
    } catch (error) {
      throw failureOf(error, 'headers');
    }
    // Destroying a body nobody is reading emits an error for nobody; readers get theirs from the iterator.
    response.body.on('error', () => undefined);
    const result = await receive(answerOf(response, limits, fail, failureOf, call.isStream === true));
    await drain(response);
    return result;
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', cancel);
    response?.body.destroy();
  }
}

function answerOf(
  response: Dispatcher.ResponseData,
  limits: HttpLimits,
  fail: Fail,
  failureOf: (error: unknown, phase: ProviderPhase) => unknown,
  isStream: boolean,
): HttpAnswer {
  const { statusCode: status, headers, body } = response;
  const header = (name: string): string | undefined => {
    const value = headers[name.toLowerCase()];
    return Array.isArray(value) ? value[0] : value;
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
      let length = 0;
      try {
        // Not destroyed with the iterator: a stream is left at its last event, and its connection is used again.
        for await (const chunk of (body as Readable).iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
          length += chunk.length;
          if (length > limits.maxBodyBytes) break;
          yield chunk;
        }
      } catch (error) {
        throw failureOf(error, phase);
      }
      if (length > limits.maxBodyBytes) {
        const message = `the answer is longer than ${Math.round(limits.maxBodyBytes / MIB)} MiB and was given up.`;
        throw fail({ kind: 'protocol', phase, httpStatus: status, message });
      }
    },
  };
}

async function drain(response: Dispatcher.ResponseData): Promise<void> {
  if (response.body.readableEnded || response.body.destroyed) return;
  try {
    await response.body.dump({ limit: DRAIN.limit, signal: AbortSignal.timeout(DRAIN.withinMs) });
  } catch (error) {
    // The answer is complete already; a connection that cannot be drained is closed, and that is all.
    if (!(error instanceof Error)) throw error;
  }
}
