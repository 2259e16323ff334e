/** Speech as MiniMax answers with it, whole and in frames, spoilt as told. */

import type { FakeSpeech, SpeechShape } from './fake-speech.ts';
import type { Fault } from './faults.ts';
import type { ResultStore } from './result-store.ts';
import { billedByMinimax, type T2aFields } from './t2a-rules.ts';

export interface T2aSurroundings {
  readonly speech: FakeSpeech;
  readonly results: ResultStore;
  readonly fault: Fault | undefined;
  readonly traceId: string;
}

type Json = Record<string, unknown>;

export interface T2aSpeech {
  readonly billedCharacters: number;
  readonly whole: Json;
  /** In order; the last has status 2. */
  readonly frames: readonly Json[];
}

const OK = { status_code: 0, status_msg: 'success' };
const PIECES = 4;

export async function t2aSpeech(fields: T2aFields, model: string, around: T2aSurroundings): Promise<T2aSpeech> {
  const shape = shapeOf(fields);
  const { bytes, durationMs } = await around.speech.speak(fields.text, shape);
  const spoilt = spoil(bytes, shape, around.fault);
  const billedCharacters = billedByMinimax(fields.text);
  const extra_info = {
    audio_length: durationMs,
    audio_sample_rate: shape.sampleRateHz,
    audio_size: bytes.length,
    bitrate: shape.bitrate ?? 128_000,
    word_count: fields.text.length,
    invisible_character_ratio: 0,
    usage_characters: billedCharacters,
    audio_format: shape.format,
    audio_channel: shape.channels,
  };
  return {
    billedCharacters,
    whole: wholeAnswer(fields, model, spoilt, extra_info, around, durationMs),
    frames: frames(fields, spoilt, extra_info, shape, around),
  };
}

function shapeOf(fields: T2aFields): SpeechShape {
  const { format = 'mp3', sample_rate = 32_000, channel = 1, bitrate } = fields.audio_setting ?? {};
  return {
    format: format as SpeechShape['format'],
    sampleRateHz: sample_rate,
    channels: channel,
    ...(bitrate === undefined ? {} : { bitrate }),
    ...(fields.voice_setting?.speed === undefined ? {} : { speed: fields.voice_setting.speed }),
  };
}

function spoil(bytes: Buffer, shape: SpeechShape, fault: Fault | undefined): Buffer {
  if (fault?.kind === 'riff-in-pcm') {
    const header = Buffer.from(
      'RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0\0\0\0\0\0\0\0\0\x02\0\x10\0data\xff\xff\xff\xff',
      'latin1',
    );
    header.writeUInt32LE(shape.sampleRateHz, 24);
    header.writeUInt32LE(shape.sampleRateHz * 2, 28);
    return Buffer.concat([header, bytes]);
  }
  if (fault?.kind !== 'audio') return bytes;
  switch (fault.as) {
    case 'empty':
      return Buffer.alloc(0);
    case 'silence':
      return shape.format === 'wav'
        ? Buffer.concat([bytes.subarray(0, dataStart(bytes)), Buffer.alloc(bytes.length - dataStart(bytes))])
        : Buffer.alloc(bytes.length);
    case 'text':
      return Buffer.from(JSON.stringify({ message: 'storage is away' }));
    case 'short':
      return bytes.subarray(0, Math.floor(bytes.length / 3));
    case 'odd-length':
      return Buffer.concat([bytes, Buffer.from([0x7f])]);
    case 'open-header':
      return withSizes(bytes, 0xffffffff);
    case 'no-header':
      return bytes.subarray(dataStart(bytes));
    case 'null':
    case 'undecodable':
      return bytes;
  }
}

export function dataStart(wav: Buffer): number {
  return wav.indexOf('data', 12, 'latin1') + 8;
}

export function withSizes(wav: Buffer, size: number): Buffer {
  const copy = Buffer.from(wav);
  copy.writeUInt32LE(size, 4);
  copy.writeUInt32LE(size, dataStart(copy) - 4);
  return copy;
}

function wholeAnswer(
  fields: T2aFields,
  model: string,
  audio: Buffer,
  extra_info: Json,
  around: T2aSurroundings,
  durationMs: number,
): Json {
  const { fault, results, traceId } = around;
  const said = saidAs(fields, audio, around);
  const subtitles =
    fields.subtitle_enable === true && !(fault?.kind === 'subtitles' && fault.as === 'missing')
      ? {
          subtitle_file: results.put(
            'subtitles.json',
            subtitleFile(fields, durationMs, fault),
            fault?.kind === 'subtitles' ? fault : undefined,
          ),
        }
      : {};
  const data = fault?.kind === 'audio' && fault.as === 'null' ? null : { ...said, ...subtitles, status: 2, ced: '' };
  // Not every model is known to say its number of channels; nobody should need it.
  return {
    data,
    extra_info: model.includes('01') ? { ...extra_info, audio_size: 0 } : extra_info,
    trace_id: traceId,
    base_resp: OK,
  };
}

function saidAs(fields: T2aFields, audio: Buffer, { fault, results }: T2aSurroundings): Json {
  if (fields.output_format === 'url') {
    const url = results.put(
      `speech.${fields.audio_setting?.format ?? 'mp3'}`,
      audio,
      fault?.kind === 'result' ? fault : undefined,
    );
    return fault?.kind === 'result' && fault.as === 'other-field' ? { audio_url: url } : { audio: url };
  }
  return { audio: hex(audio, fault) };
}

function hex(audio: Buffer, fault: Fault | undefined): string {
  const text = audio.toString('hex');
  if (fault?.kind !== 'audio') return text;
  return fault.as === 'undecodable' ? `${text.slice(0, 40)}ZZ${text.slice(42)}` : text;
}

function frames(
  fields: T2aFields,
  audio: Buffer,
  extra_info: Json,
  shape: SpeechShape,
  { fault, traceId }: T2aSurroundings,
): Json[] {
  const cuts = piecesOf(audio, shape, fault);
  const progress = { trace_id: traceId, base_resp: { status_code: 0, status_msg: '' } };
  const parts = cuts.map((piece) => ({ data: { audio: hex(piece, fault), status: 1 }, ...progress }));
  const includes = fields.stream_options?.exclude_aggregated_audio !== true || fault?.kind === 'aggregate';
  const aggregate =
    fault?.kind === 'aggregate' && fault.as === 'differs' ? Buffer.concat([audio, audio.subarray(0, 1095)]) : audio;
  const last = {
    data: { ...(includes ? { audio: aggregate.toString('hex') } : {}), status: 2 },
    extra_info,
    trace_id: traceId,
    base_resp: OK,
  };
  return fault?.kind === 'aggregate' && fault.as === 'only' ? [last] : [...parts, last];
}

function piecesOf(audio: Buffer, shape: SpeechShape, fault: Fault | undefined): Buffer[] {
  if (audio.length === 0) return [];
  // Pieces need not end where a sample does.
  const odd = fault?.kind === 'odd-pcm-pieces' ? 1 : 0;
  const size = Math.ceil(audio.length / PIECES / 2) * 2 + odd;
  const pieces: Buffer[] = [];
  for (let at = 0; at < audio.length; at += size) pieces.push(audio.subarray(at, at + size));
  if (fault?.kind !== 'id3-in-stream' || shape.format !== 'mp3') return pieces;
  const tag = Buffer.from('ID3\x04\0\0\0\0\0\x0aTSSE\0\0\0\0\0\0', 'latin1');
  return pieces.map((piece, index) => (index === 2 ? Buffer.concat([tag, piece]) : piece));
}

/** A flat array, times in milliseconds as floats. */
function subtitleFile(fields: T2aFields, durationMs: number, fault: Fault | undefined): Buffer {
  if (fault?.kind === 'subtitles' && fault.as === 'broken') return Buffer.from('[{"text": "cut');
  const sentences = fields.text.match(/[^.!?。！？]+[.!?。！？]*/gu) ?? [fields.text];
  let begin = 0;
  const file = sentences.map((sentence, index) => {
    const text = sentence.trim();
    const share = durationMs / sentences.length;
    const words = text.split(/\s+/).map((word, position, all) => ({
      word,
      word_begin: position,
      word_end: position + 1,
      time_begin: begin + (share * position) / all.length,
      time_end: begin + (share * (position + 1)) / all.length,
    }));
    const entry = {
      text,
      pronounce_text: text,
      time_begin: begin,
      time_end: begin + share,
      text_begin: 0,
      text_end: text.length,
      is_final_segment: index === sentences.length - 1,
      ...(fields.subtitle_type === 'word' ? { timestamped_words: words } : {}),
    };
    begin += share;
    return entry;
  });
  return Buffer.from(JSON.stringify(file));
}
