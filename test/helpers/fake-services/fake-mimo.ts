/** Xiaomi MiMo: speech and ears behind one chat endpoint. */
import { z } from 'zod';
import { eventStream, withFailure } from './event-framing.ts';
import { type FakeAnswer, type FakeServer, jsonAnswer, type LedgerEntry, startFakeServer } from './fake-server.ts';
import type { FakeSpeech } from './fake-speech.ts';
import type { Fault } from './faults.ts';
import { dataStart, withSizes } from './t2a-answer.ts';

export interface FakeMimoOptions {
  readonly speech: FakeSpeech;
  readonly key: string;
}

const VOICES = ['mimo_default', '冰糖', '茉莉', '苏打', '白桦', 'Mia', 'Chloe', 'Milo', 'Dean'];
const HEARING = ['mimo-v2.5', 'mimo-v2-omni', 'mimo-v2.6-flash'];
const SPEAKING = ['mimo-v2.5-tts', 'mimo-v2.5-tts-voicedesign', 'mimo-v2.5-tts-voiceclone'];
/** The whole stream arrives at the end, in one piece as a rule; two here, so that joining them is tried. */
const PIECES = 2;

const Message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });
const Speech = z.strictObject({
  model: z.enum(SPEAKING),
  messages: z.array(Message),
  audio: z.strictObject({
    format: z.enum(['wav', 'mp3', 'pcm', 'pcm16']),
    voice: z.string().optional(),
    optimize_text_preview: z.boolean().optional(),
  }),
  stream: z.boolean().optional(),
});
const AudioPart = z.strictObject({ type: z.literal('input_audio'), input_audio: z.strictObject({ data: z.string() }) });
const TextPart = z.strictObject({ type: z.literal('text'), text: z.string().min(1) });
const Hearing = z.strictObject({
  model: z.enum(HEARING),
  messages: z.tuple([
    z.strictObject({ role: z.literal('user'), content: z.array(z.discriminatedUnion('type', [AudioPart, TextPart])) }),
  ]),
  max_completion_tokens: z.int().positive().optional(),
  stream: z.boolean().optional(),
});

export async function startFakeMimo({ speech, key }: FakeMimoOptions): Promise<FakeServer> {
  return startFakeServer(async (call) => {
    if (call.path !== '/v1/chat/completions')
      return { status: 404, headers: { 'content-type': 'text/html' }, pieces: ['<html><body>404</body></html>'] };
    if (call.headers['api-key'] !== key || call.headers.authorization !== undefined) {
      const error = {
        message: 'Invalid API Key',
        param: 'Please provide valid API Key',
        code: '401',
        type: 'invalid_key',
      };
      return jsonAnswer({ error }, 401);
    }
    const body = (call.json ?? {}) as Record<string, unknown>;
    if (call.headers['content-type'] !== 'application/json') return refused('content type');
    const isStreamed = body.stream === true;
    if ((body.messages as unknown[] | undefined)?.length === 0)
      return refused('messages must not be empty', isStreamed);
    if (HEARING.includes(String(body.model))) return hear(call, body, isStreamed);
    if (!SPEAKING.includes(String(body.model))) return refused(`Not supported model ${String(body.model)}`, isStreamed);
    return speak(call, body, isStreamed, speech);
  });
}

/** The useful text is in `param`, the code is text, and a stream's refusal is framed although its status is 400. */
function refused(param: string, isStreamed = false): FakeAnswer {
  const value = { error: { code: '400', message: 'Param Incorrect', param, type: '' } };
  return isStreamed ? { ...eventStream([value], 'plain', undefined), status: 400 } : jsonAnswer(value, 400);
}

function failureOf(fault: Extract<Fault, { kind: 'code' }>): unknown {
  return { error: { code: fault.code, message: 'Param Incorrect', param: fault.message, type: '' } };
}

async function speak(call: LedgerEntry, body: unknown, isStreamed: boolean, speech: FakeSpeech): Promise<FakeAnswer> {
  const parsed = Speech.safeParse(body);
  if (!parsed.success)
    return refused(`${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`, isStreamed);
  const refusal = speechRefusal(parsed.data, isStreamed);
  if (refusal !== undefined) return refused(refusal, isStreamed);
  const { fault } = call;
  if (fault?.kind === 'code' && (fault.at === undefined || fault.at === 'whole')) return jsonAnswer(failureOf(fault));

  const text =
    parsed.data.messages.findLast((message) => message.role === 'assistant')?.content ?? 'A preview of my own.';
  const asked = parsed.data.audio.format;
  const format = asked === 'pcm16' ? 'pcm' : asked;
  const { bytes } = await speech.speak(text, { format, sampleRateHz: 24_000, channels: 1 });
  const audio = spoil(bytes, format, fault);
  const id = `chat-${call.sequence}`;
  const length = fault?.kind === 'words' && fault.as === 'length' ? 'length' : 'stop';
  if (!isStreamed || fault?.kind === 'json-for-stream')
    return jsonAnswer(wholeSpeech(id, parsed.data.model, audio, fault, length));
  return streamedSpeech(id, parsed.data.model, audio, fault, length);
}

function speechRefusal({ model, messages, audio }: z.infer<typeof Speech>, isStreamed: boolean): string | undefined {
  const user = messages.find((message) => message.role === 'user');
  const assistant = messages.find((message) => message.role === 'assistant');
  const isDesign = model.endsWith('-voicedesign');
  const isClone = model.endsWith('-voiceclone');
  if (assistant === undefined && !(isDesign && audio.optimize_text_preview === true))
    return 'messages must contain an assistant role for TTS model';
  if (isDesign && (user?.content ?? '') === '') return 'user message content must not be empty for voice design model';
  if (isDesign && audio.voice !== undefined) return 'audio.voice must not be set for voice design model';
  if (!isDesign && audio.optimize_text_preview !== undefined) return 'optimize_text_preview is for voice design model';
  if (isClone && (audio.voice ?? '') === '') return 'audio must not be empty for voice clone model';
  if (isClone && !/^data:audio\/(mpeg|mp3|wav);base64,[A-Za-z0-9+/]+={0,2}$/.test(audio.voice ?? ''))
    return 'invalid audio format';
  if (isClone && (audio.voice ?? '').length > 10_000_040) return 'audio too large';
  if (!isDesign && !isClone && !VOICES.includes(audio.voice ?? '')) {
    return `Unknown voice: ${audio.voice}. Available voices: [${VOICES.join(', ')}]`;
  }
  if (isStreamed && audio.format !== 'pcm16') return `Unsupported audio format: ${audio.format}`;
  return undefined;
}

function spoil(bytes: Buffer, format: string, fault: Fault | undefined): Buffer {
  if (fault?.kind === 'riff-in-pcm') {
    const header = Buffer.from(
      'RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\xc0\x5d\0\0\x80\xbb\0\0\x02\0\x10\0data\0\0\0\0',
      'latin1',
    );
    return Buffer.concat([header, bytes]);
  }
  if (fault?.kind !== 'audio') return bytes;
  const head = format === 'wav' ? dataStart(bytes) : 0;
  if (fault.as === 'empty') return Buffer.alloc(0);
  if (fault.as === 'silence') return Buffer.concat([bytes.subarray(0, head), Buffer.alloc(bytes.length - head)]);
  if (fault.as === 'text') return Buffer.from('{"error":"overload"}');
  if (fault.as === 'short') return bytes.subarray(0, Math.floor(bytes.length / 3));
  if (fault.as === 'odd-length') return Buffer.concat([bytes, Buffer.from([0x7f])]);
  if (fault.as === 'no-header') return bytes.subarray(head);
  return fault.as === 'open-header' ? withSizes(bytes, 0) : bytes;
}

function base64(audio: Buffer, fault: Fault | undefined): string {
  const text = audio.toString('base64');
  return fault?.kind === 'audio' && fault.as === 'undecodable' ? `${text.slice(0, 4)}!${text.slice(5)}` : text;
}

function wholeSpeech(
  id: string,
  model: string,
  audio: Buffer,
  fault: Fault | undefined,
  finish_reason: string,
): unknown {
  const data = { id: `audio-${id}`, data: base64(audio, fault), expires_at: null, transcript: null };
  const said = fault?.kind === 'audio' && fault.as === 'null' ? null : data;
  return {
    id,
    object: 'chat.completion',
    created: 1,
    model,
    choices: [{ index: 0, finish_reason, message: { role: 'assistant', content: '', audio: said } }],
    usage: { prompt_tokens: 20, completion_tokens: 100, total_tokens: 120 },
  };
}

function streamedSpeech(
  id: string,
  model: string,
  audio: Buffer,
  fault: Fault | undefined,
  finish_reason: string,
): FakeAnswer {
  const chunk = (choices: unknown[]) => ({ id, object: 'chat.completion.chunk', created: 1, model, choices });
  const odd = fault?.kind === 'odd-pcm-pieces' ? 1 : 0;
  const size = Math.ceil(audio.length / PIECES / 2) * 2 + odd;
  const pieces: unknown[] = [];
  for (let at = 0; at < audio.length; at += size) {
    const data = base64(audio.subarray(at, at + size), fault);
    pieces.push(chunk([{ index: 0, delta: { audio: { data } }, finish_reason: null }]));
  }
  // Chunks without audio, and without choices, occur.
  const frames = [chunk([{ index: 0, delta: { role: 'assistant' }, finish_reason: null }]), ...pieces];
  if (fault?.kind === 'code' && fault.at !== undefined && fault.at !== 'whole') {
    return eventStream(withFailure([...frames, 'last'], failureOf(fault), fault.at), 'plain', fault);
  }
  if (fault?.kind === 'cut-stream') return eventStream(frames, 'plain', fault);
  const end = [chunk([{ index: 0, delta: {}, finish_reason }]), chunk([]), '[DONE]'];
  return eventStream([...frames, ...end], 'plain', fault);
}

function hear(call: LedgerEntry, body: unknown, isStreamed: boolean): FakeAnswer {
  const parsed = Hearing.safeParse(body);
  if (!parsed.success)
    return refused(`${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`, isStreamed);
  const [{ content }] = parsed.data.messages;
  const audio = content.find((part) => part.type === 'input_audio');
  const question = content.find((part) => part.type === 'text');
  if (audio === undefined || question === undefined || content.length !== 2) return refused('content', isStreamed);
  const { data } = audio.input_audio;
  const isInline = /^data:audio\/(mpeg|mp3|wav|flac|mp4|m4a|ogg);base64,[A-Za-z0-9+/]+={0,2}$/.test(data);
  if (!isInline && !data.startsWith('https://')) return refused('the provided url is not valid', isStreamed);
  if (data.startsWith('data:') && data.length > 50_000_040) return refused('audio too large', isStreamed);
  const { fault } = call;
  if (fault?.kind === 'code' && (fault.at === undefined || fault.at === 'whole')) return jsonAnswer(failureOf(fault));
  return isStreamed ? streamedWords(call, fault) : jsonAnswer(wholeWords(call, fault));
}

const WORDS = 'Good morning. Could you tell me what the weather will be like today?';

function wordsOf(fault: Fault | undefined): {
  content: string;
  reasoning: string;
  finish: string;
  audioTokens: number;
} {
  const as = fault?.kind === 'words' ? fault.as : undefined;
  return {
    content: as === 'reasoning-only' || as === 'nothing' ? '' : WORDS,
    reasoning: as === 'nothing' ? '' : as === 'reasoning-only' ? WORDS : 'Someone greets and asks about the weather.',
    finish: as === 'length' ? 'length' : 'stop',
    audioTokens: as === 'audio-ignored' ? 0 : 25,
  };
}

function usageOf(audioTokens: number): unknown {
  return {
    completion_tokens: 17,
    prompt_tokens: 86,
    total_tokens: 103,
    completion_tokens_details: { reasoning_tokens: 15 },
    prompt_tokens_details: { audio_tokens: audioTokens, cached_tokens: 82 },
  };
}

function wholeWords(call: LedgerEntry, fault: Fault | undefined): unknown {
  const { content, reasoning, finish, audioTokens } = wordsOf(fault);
  const message = { content, role: 'assistant', tool_calls: null, reasoning_content: reasoning };
  return {
    id: `chat-${call.sequence}`,
    choices: [{ finish_reason: finish, index: 0, message }],
    created: 1776850627,
    model: 'mimo-v2.5',
    object: 'chat.completion',
    usage: usageOf(audioTokens),
  };
}

function streamedWords(call: LedgerEntry, fault: Fault | undefined): FakeAnswer {
  const { content, reasoning, finish, audioTokens } = wordsOf(fault);
  const chunk = (choices: unknown[], more: object = {}) => ({
    id: `chat-${call.sequence}`,
    object: 'chat.completion.chunk',
    choices,
    ...more,
  });
  const deltas = [
    ...reasoning.split(/(?<= )/).map((reasoning_content) => ({ reasoning_content })),
    ...content.split(/(?<= )/).map((part) => ({ content: part })),
  ];
  const frames = deltas.map((delta) => chunk([{ index: 0, delta, finish_reason: null }]));
  if (fault?.kind === 'code' && fault.at !== undefined && fault.at !== 'whole') {
    return eventStream(withFailure(frames, failureOf(fault), fault.at), 'plain', fault);
  }
  if (fault?.kind === 'cut-stream') return eventStream(frames, 'plain', fault);
  const end = [
    chunk([{ index: 0, delta: {}, finish_reason: finish }]),
    chunk([], { usage: usageOf(audioTokens) }),
    '[DONE]',
  ];
  return eventStream([...frames, ...end], 'plain', fault);
}
