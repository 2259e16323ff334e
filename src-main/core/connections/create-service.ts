/** From a connection and its key to something that speaks. */
import { AppError } from '#shared/errors.ts';
import { SYSTEM_CLOCK } from '../providers/clock.ts';
import { createDashscope } from '../providers/dashscope.ts';
import { createDownload } from '../providers/download.ts';
import { createServiceHttp, type HttpLimits } from '../providers/http.ts';
import { createMimo } from '../providers/mimo.ts';
import { createMinimax, createModelverse } from '../providers/minimax.ts';
import type { MinimaxProfile } from '../providers/minimax-request.ts';
import { createFail, type FailInit } from '../providers/provider-error.ts';
import { createRedact } from '../providers/redact.ts';
import type { ServiceContext } from '../providers/service-call.ts';
import type { SpeechService } from '../providers/speech-service.ts';
import type { Connection } from './connection.ts';
import { isMinimaxChina } from './connection-defaults.ts';

export interface ServiceSurroundings {
  /** Of one request from first byte to last. */
  readonly timeoutMs?: number | undefined;
  /** LECTERN_ALLOW_PRIVATE_HOSTS=1. */
  readonly isPrivateAllowed?: boolean;
  /** A voice sample by the SHA-256 of its bytes. */
  readonly readSample?: (id: string) => Promise<Uint8Array | undefined>;
  readonly nowMs?: () => number;
  /** For tests: tighter caps than the real ones. */
  readonly httpLimits?: Partial<HttpLimits>;
  readonly maxLineCharacters?: number;
}

/** Printable ASCII without blanks: what a header can carry. */
const KEY = /^[\x21-\x7e]+$/;

const ADVICE: Partial<Readonly<Record<Connection['kind'], FailInit['advice']>>> = {
  minimax: { auth: 'Check the key, and that key and host are of one region (api.minimax.io or api.minimaxi.com)' },
  mimo: {
    auth: 'Check the key, and that it belongs to this host: tp- keys to the token-plan hosts, sk- keys to the other',
  },
  dashscope: { permission: 'Check that the model is switched on in the console of Model Studio' },
};

/** Throws AppError `invalid-input` for a key no header can carry. The key never leaves this closure but as a header. */
export function createService(
  connection: Connection,
  key: string,
  surroundings: ServiceSurroundings = {},
): SpeechService {
  const { id, kind, name } = connection;
  if (!KEY.test(key)) {
    throw new AppError({
      code: 'invalid-input',
      message: `${name}: the key is empty, or has blanks or characters no key has.`,
    });
  }
  const advice = ADVICE[kind];
  const fail = createFail({ id, name, redact: createRedact([key]), ...(advice === undefined ? {} : { advice }) });
  const { timeoutMs, isPrivateAllowed = false, nowMs = () => SYSTEM_CLOCK.nowMs(), maxLineCharacters } = surroundings;
  const total = timeoutMs === undefined ? {} : { headersMs: timeoutMs, idleMs: timeoutMs, totalMs: timeoutMs };
  const context: ServiceContext = {
    id,
    name,
    fail,
    nowMs,
    maxLineCharacters,
    paramIs: kind === 'mimo' ? 'reason' : 'request-id',
    http: createServiceHttp({
      baseUrl: connection.baseUrl,
      headers: authHeaders(connection, key),
      fail,
      limits: { ...total, ...surroundings.httpLimits },
    }),
    download: createDownload({ fail, isPrivateAllowed, ...(timeoutMs === undefined ? {} : { totalMs: timeoutMs }) }),
  };
  const settings = {
    models: connection.models,
    defaultVoiceId: connection.defaultVoiceId,
    concurrency: connection.limits.concurrency,
  };
  if (kind === 'mimo') {
    return createMimo({ context, settings, readSample: surroundings.readSample ?? (async () => undefined) });
  }
  const init = { context, settings, profile: profileOf(connection) };
  if (kind === 'dashscope') return createDashscope(init);
  return kind === 'minimax' ? createMinimax(init) : createModelverse(init);
}

function authHeaders(connection: Connection, key: string): Readonly<Record<string, string>> {
  const scheme = connection.authHeader ?? (connection.kind === 'mimo' ? 'api-key' : 'bearer');
  return scheme === 'api-key' ? { 'api-key': key } : { Authorization: `Bearer ${key}` };
}

function profileOf(connection: Connection): MinimaxProfile {
  return {
    weightsSpelling: connection.weightsSpelling ?? 'timbre',
    hasExpressiveEmotions: connection.kind !== 'dashscope',
    hasGlobalExtras: connection.kind === 'minimax' && !isMinimaxChina(connection.baseUrl),
  };
}
