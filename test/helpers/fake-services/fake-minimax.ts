/** MiniMax's own host, and the two gateways that pass its speech on. */
import { eventStream, withFailure } from './event-framing.ts';
import { type FakeAnswer, type FakeServer, jsonAnswer, type LedgerEntry, startFakeServer } from './fake-server.ts';
import type { FakeSpeech } from './fake-speech.ts';
import { minimaxVoiceAnswer } from './minimax-voice-routes.ts';
import { createResultStore } from './result-store.ts';
import { t2aSpeech } from './t2a-answer.ts';
import { judgeT2a, type T2aHost } from './t2a-rules.ts';

export interface FakeMinimaxOptions {
  readonly speech: FakeSpeech;
  readonly key: string;
  /** A gateway answers failures of its own in OpenAI's shape, and has nothing but speech. */
  readonly isGateway: boolean;
  /** The real gateways' page says both; which one they act on is not known. */
  readonly weightsField?: T2aHost['weightsField'];
  /** How a bad key is refused: both have been seen. */
  readonly refusesKeyBy?: 'status' | 'code';
}

const VERSIONS = ['2.8', '2.6', '02', '01'];
const EMOTIONS = ['happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised', 'calm', 'fluent', 'whisper'];

export async function startFakeMinimax(options: FakeMinimaxOptions): Promise<FakeServer> {
  const versions = options.isGateway ? VERSIONS.slice(0, 3) : VERSIONS;
  const host: T2aHost = {
    models: versions.flatMap((version) => [`speech-${version}-hd`, `speech-${version}-turbo`]),
    weightsField: options.weightsField ?? 'timbre_weights',
    formats: options.isGateway
      ? ['mp3', 'pcm', 'flac', 'wav']
      : ['mp3', 'pcm', 'flac', 'wav', 'opus', 'pcmu_wav', 'pcmu_raw'],
    emotions: EMOTIONS,
    hasSubtitleType: !options.isGateway,
  };
  const results = createResultStore(() => server.url);
  const voices = minimaxVoiceAnswer({ ...options, results });
  const server = await startFakeServer(async (call) => {
    const result = results.answer(call.path);
    if (result !== undefined) return result;
    const traceId = `01b8${String(call.sequence).padStart(28, '0')}`;
    if (call.headers.authorization !== `Bearer ${options.key}`) return keyRefused(options, traceId);
    if (call.path === '/v1/t2a_v2') return speak(call, host, { ...options, results, traceId });
    return (options.isGateway ? undefined : await voices(call, traceId)) ?? noSuchPath(options.isGateway, traceId);
  });
  return server;
}

async function speak(
  call: LedgerEntry,
  host: T2aHost,
  around: { speech: FakeSpeech; results: ReturnType<typeof createResultStore>; traceId: string },
): Promise<FakeAnswer> {
  const { fault } = call;
  const { traceId } = around;
  if (call.method !== 'POST' || call.headers['content-type'] !== 'application/json')
    return minimaxCode('2013', 'content type', traceId);
  const { model, stream = false, ...fields } = (call.json ?? {}) as Record<string, unknown>;
  if (typeof stream !== 'boolean') return minimaxCode('2013', 'invalid params: stream', traceId);
  if (stream && call.headers.accept !== 'text/event-stream')
    return minimaxCode('2013', 'invalid params: accept', traceId);
  const verdict = judgeT2a(model, fields, stream, host);
  if ('refusal' in verdict) return minimaxCode('2013', verdict.refusal, traceId);
  const failsWhole = fault?.kind === 'code' && (fault.at === undefined || fault.at === 'whole');
  if (failsWhole) return minimaxCode(fault.code, fault.message, traceId);

  const { whole, frames, billedCharacters } = await t2aSpeech(verdict.fields, String(model), { ...around, fault });
  if (!stream || fault?.kind === 'json-for-stream') {
    return { ...jsonAnswer(whole, 200, { 'trace-id': traceId }), billedCharacters };
  }
  if (fault?.kind === 'code' && fault.at !== undefined && fault.at !== 'whole') {
    const failure = { trace_id: traceId, base_resp: { status_code: Number(fault.code), status_msg: fault.message } };
    return eventStream(withFailure(frames, failure, fault.at), 'plain', fault);
  }
  const sent = fault?.kind === 'cut-stream' ? frames.slice(0, -1) : frames;
  return { ...eventStream(sent, 'plain', fault), billedCharacters };
}

/** MiniMax says everything under HTTP 200, also to those who asked for a stream. */
export function minimaxCode(code: string, message: string, traceId: string): FakeAnswer {
  return jsonAnswer({ data: null, trace_id: traceId, base_resp: { status_code: Number(code), status_msg: message } });
}

function keyRefused(options: FakeMinimaxOptions, traceId: string): FakeAnswer {
  if (options.isGateway) return gatewayError(401, 'auth_error', 'authentication failed', traceId);
  if (options.refusesKeyBy === 'status') {
    return jsonAnswer({ base_resp: { status_code: 1004, status_msg: 'login fail' } }, 401);
  }
  return minimaxCode('2049', 'invalid api key', traceId);
}

function noSuchPath(isGateway: boolean, traceId: string): FakeAnswer {
  if (isGateway) return gatewayError(404, 'param_error', 'no such api', traceId);
  return { status: 404, headers: { 'content-type': 'text/plain' }, pieces: ['404 page not found'] };
}

/** The gateways put the request's id where others put the parameter at fault. */
function gatewayError(status: number, code: string, message: string, id: string): FakeAnswer {
  return jsonAnswer({ error: { message, type: 'invalid_request_error', code, param: id } }, status);
}
