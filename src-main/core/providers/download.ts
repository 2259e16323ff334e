/**
 * Fetches what a service's answer points to. The address comes from somebody else, so it is treated as hostile:
 * https and public addresses only, no credentials, redirects followed by us and checked again, size and time capped.
 */
import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { Cancelled } from '#shared/errors.ts';
import { isAddressLiteral, isLoopbackHost, isPublicAddress } from './address-guard.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import { type Fail, ProviderError } from './provider-error.ts';
import { transportFailure } from './transport-failure.ts';

export interface DownloadInit {
  readonly fail: Fail;
  /** LECTERN_ALLOW_PRIVATE_HOSTS=1: loopback and private addresses too, and plain http to loopback. For tests. */
  readonly isPrivateAllowed: boolean;
  readonly totalMs?: number;
  /** Name lookup; the system's unless a test says otherwise. */
  readonly lookup?: LookupFunction;
  readonly clock?: Clock;
}

export interface DownloadCall {
  /** For messages: 'audio', 'subtitles'. */
  readonly what: string;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Throws ProviderError `download_failed` whatever the reason, and Cancelled. */
export type Download = (url: string, call: DownloadCall) => Promise<Uint8Array>;

const MAX_REDIRECTS = 5;
/** The audio behind the address is paid for, so fetching it is tried again here; asking for it again would cost again. */
const TRIES = 3;
const PAUSE_MS = 300;
const TOTAL_MS = 120_000;
const CONNECT_MS = 15_000;

export function createDownload(init: DownloadInit): Download {
  return async (address, call) => {
    const url = checkedUrl(address, init);
    const agent = new Agent({
      connect: { timeout: CONNECT_MS, lookup: guardedLookup(init) },
      allowH2: false,
      pipelining: 0,
    });
    const deadline = AbortSignal.timeout(init.totalMs ?? TOTAL_MS);
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await fetchOnce(agent, url, init, call, deadline);
        } catch (error) {
          const isWorthAnother = error instanceof ProviderError && error.kind !== 'download_failed' && attempt < TRIES;
          // The request behind it was answered, so whatever cut the download short, sending that again is no remedy.
          if (deadline.aborted || !isWorthAnother) {
            throw error instanceof ProviderError ? error.with({ kind: 'download_failed' }) : error;
          }
          await (init.clock ?? SYSTEM_CLOCK).sleep(PAUSE_MS * attempt, call.signal);
        }
      }
    } finally {
      await agent.destroy();
    }
  };
}

function checkedUrl(address: string, init: DownloadInit): URL {
  const refuse = (why: string): ProviderError =>
    init.fail({ kind: 'download_failed', phase: 'download', message: `the result's address was refused: ${why}.` });
  if (!URL.canParse(address)) throw refuse('it is not a URL');
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse(`${url.protocol} is not https`);
  if (url.username !== '' || url.password !== '') throw refuse('it carries a user name or password');
  // undici asks no lookup for literals, so they are checked here; the URL parser has unfolded decimal, octal and
  // hexadecimal spellings already.
  const isRefused = isAddressLiteral(url.hostname) ? !isPublicAddress(url.hostname) : isLoopbackHost(url.hostname);
  if (isRefused && !init.isPrivateAllowed) throw refuse(`${url.hostname} is not a public address`);
  if (url.protocol === 'http:' && !(init.isPrivateAllowed && isLoopbackHost(url.hostname))) {
    // The services hand out http addresses of storage that speaks https as well.
    url.protocol = 'https:';
  }
  return url;
}

/** Refuses a name when any of its addresses is private, at the very moment of connecting: no second lookup can differ. */
function guardedLookup(init: DownloadInit): LookupFunction {
  const lookup = init.lookup ?? (systemLookup as LookupFunction);
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const addresses = found as unknown as LookupAddress[];
      const refused = init.isPrivateAllowed ? undefined : addresses.find((entry) => !isPublicAddress(entry.address));
      if (refused !== undefined || addresses.length === 0) {
        const message = `the result's address was refused: ${hostname} leads to ${refused?.address ?? 'nowhere'}, which is not a public address.`;
        return callback(init.fail({ kind: 'download_failed', phase: 'download', message }), '', 0);
      }
      const [first] = addresses;
      if (options.all === true) callback(null, addresses as unknown as string, 0);
      else callback(null, first?.address ?? '', first?.family ?? 0);
    });
  };
}

async function fetchOnce(
  agent: Agent,
  start: URL,
  init: DownloadInit,
  call: DownloadCall,
  deadline: AbortSignal,
): Promise<Uint8Array> {
  const signal = call.signal === undefined ? deadline : AbortSignal.any([call.signal, deadline]);
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    if (call.signal?.aborted) throw new Cancelled();
    let response: Dispatcher.ResponseData | undefined;
    try {
      response = await agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'GET',
        headers: { 'user-agent': 'Lectern' },
        signal,
      });
      response.body.on('error', () => undefined);
      const location = response.headers.location;
      if (response.statusCode >= 300 && response.statusCode < 400 && typeof location === 'string') {
        url = checkedUrl(URL.parse(location, url.href)?.href ?? location, init);
        continue;
      }
      return await readAll(response, init.fail, call);
    } catch (error) {
      if (call.signal?.aborted) throw new Cancelled();
      if (deadline.aborted) {
        const message = `the ${call.what} could not be downloaded in time.`;
        throw init.fail({ kind: 'timeout', phase: 'download', message });
      }
      throw transportFailure(init.fail, error, 'download', { host: url.host, isStream: false });
    } finally {
      response?.body.destroy();
    }
  }
  const message = `the ${call.what} could not be downloaded: more than ${MAX_REDIRECTS} redirects.`;
  throw init.fail({ kind: 'download_failed', phase: 'download', message });
}

async function readAll(response: Dispatcher.ResponseData, fail: Fail, call: DownloadCall): Promise<Uint8Array> {
  const { statusCode } = response;
  if (statusCode !== 200) {
    const expired = statusCode === 403 || statusCode === 404 || statusCode === 410;
    const why = expired ? 'the address has expired or was never valid' : 'the storage refused';
    throw fail({
      kind: statusCode >= 500 ? 'server' : 'download_failed',
      phase: 'download',
      httpStatus: statusCode,
      message: `the ${call.what} could not be downloaded: ${why} (HTTP ${statusCode}).`,
    });
  }
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response.body as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > call.maxBytes) {
      const message = `the ${call.what} could not be downloaded: larger than ${call.maxBytes} bytes.`;
      throw fail({ kind: 'download_failed', phase: 'download', message });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
