/** MiniMax at Alibaba Model Studio: one path, everything in `input`, streaming by a header. */
import { z } from 'zod';
import { eventStream, withFailure } from './event-framing.ts';
import { type FakeAnswer, type FakeServer, jsonAnswer, type LedgerEntry, startFakeServer } from './fake-server.ts';
import type { FakeSpeech } from './fake-speech.ts';
import { SYSTEM_VOICES } from './minimax-voice-routes.ts';
import { createResultStore, type ResultStore } from './result-store.ts';
import { t2aSpeech } from './t2a-answer.ts';
import { judgeT2a, type T2aHost } from './t2a-rules.ts';

export interface FakeDashscopeOptions {
  readonly speech: FakeSpeech;
  readonly key: string;
}

const HOST: T2aHost = {
  models: ['MiniMax/speech-2.8-hd', 'MiniMax/speech-02-hd', 'MiniMax/speech-2.8-turbo', 'MiniMax/speech-02-turbo'],
  weightsField: 'timbre_weights',
  formats: ['mp3', 'pcm', 'flac', 'wav'],
  emotions: ['happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised', 'calm', 'whisper'],
  hasSubtitleType: false,
};
const OK = { status_code: 0, status_msg: 'success' };

const Action = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('get_voice'),
    voice_type: z.enum(['system', 'voice_cloning', 'voice_generation', 'all']),
  }),
  z.strictObject({
    action: z.literal('delete_voice'),
    voice_type: z.enum(['voice_cloning', 'voice_generation']),
    voice_id: z.string(),
  }),
  z.strictObject({
    action: z.literal('voice_clone'),
    voice_id: z.string().min(8),
    audio_url: z.url({ protocol: /^https$/ }),
    text: z.string().min(1).max(1000),
    need_noise_reduction: z.boolean().optional(),
    need_volume_normalization: z.boolean().optional(),
  }),
]);

export async function startFakeDashscope({ speech, key }: FakeDashscopeOptions): Promise<FakeServer> {
  const results = createResultStore(() => server.url);
  const clones = new Set<string>();
  const server = await startFakeServer(async (call) => {
    const result = results.answer(call.path);
    if (result !== undefined) return result;
    const requestId = `7c6f0b5e-0000-9000-8000-${String(call.sequence).padStart(12, '0')}`;
    if (call.path !== '/api/v1/services/aigc/multimodal-generation/generation') {
      return jsonAnswer({ error: { message: 'Not Found' } }, 404);
    }
    if (call.headers.authorization !== `Bearer ${key}`) {
      return jsonAnswer({ code: 'InvalidApiKey', message: 'Invalid API-key provided.', request_id: requestId }, 401);
    }
    const body = (call.json ?? {}) as Record<string, unknown>;
    const extra = Object.keys(body).filter((name) => name !== 'model' && name !== 'input');
    if (extra.length > 0 || call.headers['content-type'] !== 'application/json') {
      return refused('InvalidParameter', `unexpected ${extra.join()}`, requestId);
    }
    const input = (body.input ?? {}) as Record<string, unknown>;
    if (typeof input.action === 'string') return act(body.model, input, clones, results, speech, requestId);
    return speak(call, body.model, input, { speech, results, requestId });
  });
  return server;
}

function refused(code: string, message: string, request_id: string, status = 400): FakeAnswer {
  return jsonAnswer({ code, message, request_id }, status);
}

async function speak(
  call: LedgerEntry,
  model: unknown,
  input: Record<string, unknown>,
  { speech, results, requestId }: { speech: FakeSpeech; results: ResultStore; requestId: string },
): Promise<FakeAnswer> {
  const { fault } = call;
  const isStreamed = call.headers['x-dashscope-sse'] === 'enable';
  if (typeof model === 'string' && !HOST.models.includes(model))
    return refused('ModelNotFound', `Model ${model} does not exist.`, requestId, 404);
  const verdict = judgeT2a(model, input, isStreamed, HOST);
  if ('refusal' in verdict) return refused('InvalidParameter', verdict.refusal, requestId);
  if (fault?.kind === 'code' && (fault.at === undefined || fault.at === 'whole'))
    return innerCode(fault.code, fault.message, requestId);

  const spoken = await t2aSpeech(verdict.fields, String(model), {
    speech,
    results,
    fault,
    traceId: `trace-${call.sequence}`,
  });
  const usage = { characters: spoken.billedCharacters };
  const wrap = (output: unknown) => ({ output, usage, request_id: requestId });
  if (!isStreamed || fault?.kind === 'json-for-stream') {
    return { ...jsonAnswer(wrap(spoken.whole)), billedCharacters: spoken.billedCharacters };
  }
  if (fault?.kind === 'code' && fault.at !== undefined && fault.at !== 'whole') {
    const failure = { code: fault.code, message: fault.message, request_id: requestId };
    return eventStream(withFailure(spoken.frames.map(wrap), failure, fault.at), 'dashscope', fault);
  }
  const frames = fault?.kind === 'cut-stream' ? spoken.frames.slice(0, -1) : spoken.frames;
  return { ...eventStream(frames.map(wrap), 'dashscope', fault), billedCharacters: spoken.billedCharacters };
}

/** MiniMax's own code inside, under HTTP 200. */
function innerCode(code: string, message: string, request_id: string): FakeAnswer {
  const base_resp = { status_code: Number(code), status_msg: message };
  return jsonAnswer({ output: { data: null, base_resp }, usage: { characters: 0 }, request_id });
}

async function act(
  model: unknown,
  input: Record<string, unknown>,
  clones: Set<string>,
  results: ResultStore,
  speech: FakeSpeech,
  request_id: string,
): Promise<FakeAnswer> {
  const parsed = Action.safeParse(input);
  if (!parsed.success || !HOST.models.includes(String(model)))
    return refused('InvalidParameter', 'input.action', request_id);
  const action = parsed.data;
  if (action.action !== 'voice_clone' && model !== 'MiniMax/speech-2.8-turbo')
    return refused('InvalidParameter', 'model', request_id);
  const wrap = (output: object): FakeAnswer => jsonAnswer({ output: { ...output, base_resp: OK }, request_id });
  if (action.action === 'get_voice') {
    return wrap({
      system_voice: SYSTEM_VOICES,
      voice_cloning: [...clones].map((voice_id) => ({ voice_id, description: [] })),
      voice_generation: null,
    });
  }
  if (action.action === 'delete_voice') {
    return clones.delete(action.voice_id)
      ? wrap({ voice_id: action.voice_id })
      : innerCode('2054', 'voice id not exist', request_id);
  }
  clones.add(action.voice_id);
  const { bytes } = await speech.speak(action.text, { format: 'wav', sampleRateHz: 16_000, channels: 1 });
  return wrap({ demo_audio: results.put('demo.wav', bytes), input_sensitive: false, input_sensitive_type: 0 });
}
