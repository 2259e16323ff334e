/** MiniMax's voices, files and long texts. */
import { z } from 'zod';
import { minimaxCode } from './fake-minimax.ts';
import { type FakeAnswer, jsonAnswer, type LedgerEntry } from './fake-server.ts';
import type { FakeSpeech } from './fake-speech.ts';
import { partsOfForm } from './form-parts.ts';
import type { ResultStore } from './result-store.ts';
import { billedByMinimax } from './t2a-rules.ts';

interface Surroundings {
  readonly speech: FakeSpeech;
  readonly results: ResultStore;
}

const OK = { status_code: 0, status_msg: 'success' };
/** Larger than 2^53, as in the documents, and odd: no double is this number. */
const FIRST_FILE_ID = 123_456_789_012_345_681n;
const WAV = { format: 'wav', sampleRateHz: 16_000, channels: 1 } as const;

/** Odd ids are the service's own: a blank at the end, two widths of brackets. */
export const SYSTEM_VOICES = [
  { voice_id: 'English_Graceful_Lady', voice_name: 'Graceful Lady', description: [], created_time: '1970-01-01' },
  { voice_id: 'Santa_Claus ', voice_name: 'Santa Claus', description: ['jolly'], created_time: '1970-01-01' },
  { voice_id: 'Cantonese_ProfessionalHost（F)', voice_name: '专业女主持', description: [], created_time: '1970-01-01' },
];

const Clone = z.strictObject({
  file_id: z.bigint(),
  voice_id: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{6,254}[A-Za-z0-9]$/),
  clone_prompt: z.strictObject({ prompt_audio: z.bigint(), prompt_text: z.string().min(1) }).optional(),
  text: z.string().max(1000).optional(),
  model: z.string().optional(),
  language_boost: z.string().optional(),
  need_noise_reduction: z.boolean().optional(),
  need_volume_normalization: z.boolean().optional(),
});
const Design = z.strictObject({
  prompt: z.string().min(1),
  preview_text: z.string().min(1).max(500),
  voice_id: z.string().optional(),
});
const Delete = z.strictObject({
  voice_type: z.enum(['voice_cloning', 'voice_generation']),
  voice_id: z.string().min(1),
});
const List = z.strictObject({ voice_type: z.enum(['system', 'voice_cloning', 'voice_generation', 'all']) });
const LongText = z.strictObject({
  model: z.string().startsWith('speech-'),
  text: z.string().min(1).max(50_000).optional(),
  text_file_id: z.bigint().optional(),
  voice_setting: z.strictObject({
    voice_id: z.string().min(1),
    speed: z.number().optional(),
    vol: z.number().optional(),
    pitch: z.number().optional(),
    emotion: z.string().optional(),
    english_normalization: z.boolean().optional(),
  }),
  audio_setting: z.strictObject({
    audio_sample_rate: z.number().optional(),
    bitrate: z.number().optional(),
    format: z.enum(['mp3', 'flac', 'wav']).optional(),
    channel: z.union([z.literal(1), z.literal(2)]),
  }),
  pronunciation_dict: z.strictObject({ tone: z.array(z.string()) }).optional(),
  language_boost: z.string().optional(),
  voice_modify: z.looseObject({}).optional(),
  aigc_watermark: z.boolean().optional(),
});

/** undefined for a path that is none of these. */
export function minimaxVoiceAnswer({
  speech,
  results,
}: Surroundings): (call: LedgerEntry, traceId: string) => Promise<FakeAnswer | undefined> {
  const files = new Map<bigint, Buffer>();
  const voices = new Map<string, 'voice_cloning' | 'voice_generation'>();
  const tasks = new Map<string, { fileId: bigint; asked: number }>();
  const keep = (bytes: Buffer): bigint => {
    const id = FIRST_FILE_ID + BigInt(files.size);
    files.set(id, bytes);
    return id;
  };
  const refusal = (message: string, traceId: string): FakeAnswer =>
    minimaxCode('2013', `invalid params: ${message}`, traceId);
  const read = <Value>(schema: z.ZodType<Value>, call: LedgerEntry): Value | undefined =>
    schema.safeParse(exactJson(call.bytes)).data;

  const routes: Readonly<Record<string, (call: LedgerEntry, traceId: string) => Promise<FakeAnswer>>> = {
    'POST /v1/get_voice': async (call, traceId) => {
      if (read(List, call) === undefined) return refusal('voice_type', traceId);
      const made = (type: string) =>
        [...voices].filter(([, kind]) => kind === type).map(([voice_id]) => ({ voice_id, description: [] }));
      const cloned = made('voice_cloning');
      // An empty list is null as often as it is empty.
      return jsonAnswer({
        system_voice: SYSTEM_VOICES,
        voice_cloning: cloned.length === 0 ? null : cloned,
        voice_generation: made('voice_generation'),
        base_resp: OK,
      });
    },
    'POST /v1/files/upload': async (call, traceId) => {
      const parts = partsOfForm(call);
      const purpose = parts.find((part) => part.name === 'purpose')?.bytes.toString();
      const file = parts.find((part) => part.name === 'file');
      const isKnown = purpose === 'voice_clone' || purpose === 'prompt_audio' || purpose === 't2a_async_input';
      if (!isKnown || file?.fileName === undefined || parts.length !== 2) return refusal('purpose or file', traceId);
      const id = keep(file.bytes);
      const body = JSON.stringify({
        file: { file_id: 0, bytes: file.bytes.length, created_at: 1, filename: file.fileName, purpose },
        base_resp: OK,
      });
      return {
        headers: { 'content-type': 'application/json' },
        pieces: [body.replace('"file_id":0', `"file_id":${id}`)],
      };
    },
    'POST /v1/voice_clone': async (call, traceId) => {
      const asked = read(Clone, call);
      if (asked === undefined || (asked.text === undefined) !== (asked.model === undefined))
        return refusal('voice_clone', traceId);
      if (!files.has(asked.file_id)) return minimaxCode('20132', 'invalid samples', traceId);
      if (voices.has(asked.voice_id)) return minimaxCode('2039', 'duplicate voice id', traceId);
      voices.set(asked.voice_id, 'voice_cloning');
      const { bytes } = await speech.speak(asked.text ?? 'hello', WAV);
      const demo = asked.text === undefined ? '' : results.put('demo.wav', bytes);
      return jsonAnswer({ demo_audio: demo, input_sensitive: { type: 0 }, base_resp: OK });
    },
    'POST /v1/voice_design': async (call, traceId) => {
      const asked = read(Design, call);
      if (asked === undefined) return refusal('voice_design', traceId);
      const id = asked.voice_id ?? `ttv-voice-2026${String(voices.size + 1).padStart(10, '0')}`;
      voices.set(id, 'voice_generation');
      const { bytes } = await speech.speak(asked.preview_text, WAV);
      return jsonAnswer({ trial_audio: bytes.toString('hex'), voice_id: id, base_resp: OK });
    },
    'POST /v1/delete_voice': async (call, traceId) => {
      const asked = read(Delete, call);
      if (asked === undefined) return refusal('delete_voice', traceId);
      if (voices.get(asked.voice_id) !== asked.voice_type) return minimaxCode('2054', 'voice id not exist', traceId);
      voices.delete(asked.voice_id);
      return jsonAnswer({ voice_id: asked.voice_id, created_time: '1728962464', base_resp: OK });
    },
    'POST /v1/t2a_async_v2': async (call, traceId) => {
      const asked = read(LongText, call);
      if (asked === undefined || (asked.text === undefined) === (asked.text_file_id === undefined))
        return refusal('t2a_async', traceId);
      const text = asked.text ?? files.get(asked.text_file_id ?? 0n)?.toString('utf8');
      if (text === undefined) return refusal('text_file_id', traceId);
      const { format = 'mp3', audio_sample_rate = 32_000, channel } = asked.audio_setting;
      const { bytes } = await speech.speak(text.slice(0, 200), {
        format,
        sampleRateHz: audio_sample_rate,
        channels: channel,
      });
      const taskId = `95157322514${tasks.size + 444}`;
      tasks.set(taskId, { fileId: keep(bytes), asked: 0 });
      const answer = JSON.stringify({
        task_id: Number(taskId),
        task_token: 'eyJ',
        file_id: 0,
        usage_characters: billedByMinimax(text),
        base_resp: OK,
      });
      return {
        headers: { 'content-type': 'application/json' },
        pieces: [answer.replace('"file_id":0', `"file_id":${tasks.get(taskId)?.fileId}`)],
        billedCharacters: billedByMinimax(text),
      };
    },
    'GET /v1/query/t2a_async_query_v2': async (call, traceId) => {
      const id = new URLSearchParams(call.query).get('task_id') ?? '';
      const task = tasks.get(id);
      if (task === undefined) return refusal('task_id', traceId);
      task.asked++;
      // The letters' case is not the same on all of the service's pages.
      const status = task.asked === 1 ? 'Processing' : 'success';
      const body = JSON.stringify({ task_id: id, status, file_id: 0, base_resp: OK }).replace(
        '"file_id":0',
        `"file_id":${task.fileId}`,
      );
      return { headers: { 'content-type': 'application/json' }, pieces: [body] };
    },
    'GET /v1/files/retrieve': async (call, traceId) => {
      const id = BigInt(new URLSearchParams(call.query).get('file_id') ?? '0');
      const bytes = files.get(id);
      if (bytes === undefined) return refusal('file_id', traceId);
      const download_url = results.put('speech.mp3', bytes);
      return jsonAnswer({
        file: { bytes: bytes.length, created_at: 1, filename: 'speech.mp3', purpose: 't2a_async', download_url },
        base_resp: OK,
      });
    },
  };
  return async (call, traceId) => routes[`${call.method} ${call.path}`]?.(call, traceId);
}

/** Whole numbers of 16 digits and more as BigInt, so that a rounded id is not found. */
function exactJson(bytes: Buffer): unknown {
  try {
    const parse = JSON.parse as (
      text: string,
      reviver: (key: string, value: unknown, at: { source?: string }) => unknown,
    ) => unknown;
    return parse(bytes.toString('utf8'), (_key, value, { source = '' }) =>
      /^\d{16,}$/.test(source) ? BigInt(source) : value,
    );
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
