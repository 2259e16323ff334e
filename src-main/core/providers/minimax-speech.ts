/** Speaking through MiniMax, whichever of its hosts does it. */

import { Cancelled } from '#shared/errors.ts';
import { type MinimaxProfile, type MinimaxRequest, minimaxRequest } from './minimax-request.ts';
import { cuesOfSubtitles } from './minimax-subtitles.ts';
import { minimaxBilledCharacters } from './minimax-text.ts';
import type { MinimaxWire } from './minimax-wire.ts';
import { joinMp3Pieces } from './mp3-pieces.ts';
import { ProviderError } from './provider-error.ts';
import { acceptAudio, partialAudioOf, type ReceivedAudio } from './received-audio.ts';
import { jsonOrUndefined, openAnswer, type ServiceAnswer } from './service-answer.ts';
import type { ServiceContext } from './service-call.ts';
import { asObject, type JsonObject, requestIdOf } from './service-fault.ts';
import type { SynthesizeOptions, Utterance, UtteranceRequest } from './speech-provider.ts';
import { readFrames } from './stream-frames.ts';
import { decodeHex } from './strict-decode.ts';
import type { PcmShape } from './wav-bytes.ts';

export interface MinimaxSpeechInit {
  readonly context: ServiceContext;
  readonly wire: MinimaxWire;
  readonly profile: MinimaxProfile;
}

const MIB = 1024 * 1024;
const MAX_AUDIO_BYTES = 384 * MIB;
const MAX_SUBTITLE_BYTES = 16 * MIB;
/** A stream that says nothing for a minute has hung; it speaks while it synthesizes. */
const STREAM_LIMITS = { idleMs: 60_000, maxBodyBytes: 1024 * MIB };

interface ArrivedAudio {
  readonly bytes: Uint8Array;
  /** Of a stream: how many pieces, and the pieces as they came where joining them left something out. */
  readonly chunks?: number;
  readonly untouched?: Uint8Array;
}

/** What an answer says before anything further is downloaded. */
interface RawSpeech {
  readonly audio: ArrivedAudio | { readonly url: string };
  readonly subtitleUrl: string | undefined;
  readonly billedCharacters: number | undefined;
  readonly requestId: string | undefined;
}

/** Throws as {@link SpeechProvider.synthesize} says; the model has been checked by the caller. */
export async function speakWithMinimax(
  init: MinimaxSpeechInit,
  request: UtteranceRequest,
  options: SynthesizeOptions,
): Promise<Utterance> {
  const { context, wire, profile } = init;
  const isStreamed = options.isStreamed === true;
  const prepared = minimaxRequest(request, profile, { fail: context.fail, isStreamed });
  const raw = await context.http.exchange(
    {
      method: 'POST',
      path: wire.path,
      headers: { 'Content-Type': 'application/json', ...wire.headers(isStreamed) },
      body: JSON.stringify(wire.body(request.model, prepared.fields, isStreamed)),
      signal: options.signal,
      record: options.record,
      isStream: isStreamed,
      ...(isStreamed ? { limits: STREAM_LIMITS } : {}),
    },
    async (answer) => {
      const opened = await openAnswer(answer, context);
      return opened.kind === 'json' ? readWhole(opened, init) : readStream(opened, init, prepared);
    },
  );
  const audio = await receivedAudio(raw, context, prepared, options.signal);
  const subtitles = await subtitlesOf(raw.subtitleUrl, context, request, prepared, options.signal);
  const { leadingPauseSamples, trailingPauseSamples } = prepared.text;
  return {
    ...audio,
    billedCharacters: raw.billedCharacters ?? minimaxBilledCharacters(prepared.text.text),
    warnings: [...prepared.text.warnings, ...subtitles.warnings],
    ...(raw.requestId === undefined ? {} : { requestId: raw.requestId }),
    ...('chunks' in raw.audio && raw.audio.chunks !== undefined ? { chunks: raw.audio.chunks } : {}),
    ...(leadingPauseSamples > 0 ? { leadingPauseSamples } : {}),
    ...(trailingPauseSamples > 0 ? { trailingPauseSamples } : {}),
    ...(subtitles.cues === undefined ? {} : { cues: subtitles.cues }),
  };
}

function readWhole(answer: Extract<ServiceAnswer, { kind: 'json' }>, { context, wire }: MinimaxSpeechInit): RawSpeech {
  const body = asObject(answer.body);
  const inner = body === undefined ? undefined : wire.unwrap(body);
  const requestId = requestIdOf(body) ?? answer.requestId;
  const failed = (kind: 'protocol' | 'empty_audio', message: string): ProviderError =>
    context.fail({ kind, phase: 'body', requestId, message });
  if (body === undefined || inner === undefined)
    throw failed('protocol', 'the answer has none of the documented fields.');
  const data = asObject(inner.data);
  if (data === undefined && inner.data !== null && inner.base_resp === undefined) {
    throw failed('protocol', 'the answer has none of the documented fields.');
  }
  const said = textIn(data, 'audio') ?? textIn(data, 'audio_url');
  if (said === undefined) throw failed('empty_audio', 'the service reported success and sent no audio.');
  const shared = { requestId, subtitleUrl: textIn(data, 'subtitle_file'), billedCharacters: billedIn(body, inner) };
  if (/^https?:\/\//i.test(said)) return { ...shared, audio: { url: said } };
  const bytes = decodeHex(said);
  if (bytes === null) throw failed('protocol', 'the audio is not valid hexadecimal.');
  return { ...shared, audio: { bytes } };
}

async function readStream(
  answer: Extract<ServiceAnswer, { kind: 'events' }>,
  { context, wire }: MinimaxSpeechInit,
  prepared: MinimaxRequest,
): Promise<RawSpeech> {
  let aggregate: Uint8Array | undefined;
  let billedCharacters: number | undefined;
  let { requestId } = answer;
  const pieces: Uint8Array[] = [];
  await readFrames(answer.events, context, {
    doneEnds: false,
    stopsAtEnd: true,
    requestId,
    onFailure: (error) =>
      error.with({
        partialAudio:
          partialAudioOf(joined(pieces, prepared.format), prepared.format, pcmShapeOf(prepared)) ?? undefined,
      }),
    readFrame: (frame) => {
      const inner = wire.unwrap(frame);
      const data = asObject(inner?.data);
      requestId = requestIdOf(frame) ?? requestId;
      const text = textIn(data, 'audio');
      const audio = text === undefined ? undefined : decodeHex(text);
      if (audio === null) {
        throw context.fail({
          kind: 'protocol',
          phase: 'stream',
          requestId,
          message: 'the audio is not valid hexadecimal.',
        });
      }
      if (inner !== undefined) billedCharacters = billedIn(frame, inner) ?? billedCharacters;
      if (data?.status === 2) {
        aggregate = audio;
        return true;
      }
      if (audio !== undefined) pieces.push(audio);
      return false;
    },
  });
  const chunks = pieces.length > 0 ? pieces : aggregate === undefined ? [] : [aggregate];
  const bytes = joined(chunks, prepared.format);
  const untouched = Buffer.concat(chunks);
  const audio = { bytes, chunks: chunks.length, ...(untouched.length === bytes.length ? {} : { untouched }) };
  return { audio, subtitleUrl: undefined, billedCharacters, requestId };
}

function joined(pieces: readonly Uint8Array[], format: string): Uint8Array {
  return format === 'mp3' ? joinMp3Pieces(pieces) : Buffer.concat(pieces);
}

async function receivedAudio(
  raw: RawSpeech,
  context: ServiceContext,
  prepared: MinimaxRequest,
  signal: AbortSignal | undefined,
): Promise<ReceivedAudio> {
  const shape = { pcm: pcmShapeOf(prepared), requestId: raw.requestId };
  if ('url' in raw.audio) {
    const bytes = await context.download(raw.audio.url, { what: 'audio', maxBytes: MAX_AUDIO_BYTES, signal });
    return acceptAudio(bytes, { ...shape, phase: 'download' }, context.fail);
  }
  const { bytes, chunks, untouched } = raw.audio;
  const accepted = acceptAudio(bytes, { ...shape, phase: chunks === undefined ? 'body' : 'stream' }, context.fail);
  return untouched === undefined ? accepted : { ...accepted, receivedBytes: untouched };
}

/** Formats that come without a header. */
function pcmShapeOf({ format, sampleRateHz, channels }: MinimaxRequest): PcmShape | undefined {
  if (format === 'pcm') return { sampleRateHz, channels, encoding: 'pcm16' };
  return format === 'pcmu_raw' ? { sampleRateHz, channels, encoding: 'mulaw' } : undefined;
}

/** The speech is there and paid for: whatever goes wrong with its subtitles is a warning. */
async function subtitlesOf(
  url: string | undefined,
  context: ServiceContext,
  request: UtteranceRequest,
  prepared: MinimaxRequest,
  signal: AbortSignal | undefined,
): Promise<{ cues?: Utterance['cues']; warnings: readonly string[] }> {
  if (!prepared.hasSubtitles) return { warnings: [] };
  if (url === undefined) return { warnings: ['subtitle_missing'] };
  try {
    const bytes = await context.download(url, { what: 'subtitles', maxBytes: MAX_SUBTITLE_BYTES, signal });
    const cues = cuesOfSubtitles(
      jsonOrUndefined(new TextDecoder().decode(bytes)),
      request.options.subtitles === 'word',
    );
    return cues === null ? { warnings: ['subtitle_failed'] } : { cues, warnings: [] };
  } catch (error) {
    if (!(error instanceof ProviderError) && !(error instanceof Cancelled)) throw error;
    return { warnings: ['subtitle_failed'] };
  }
}

/** What the service says it billed: MiniMax in `extra_info`, Alibaba also in `usage` at the top. */
function billedIn(body: JsonObject, inner: JsonObject): number | undefined {
  const said = asObject(body.usage)?.characters ?? asObject(inner.extra_info)?.usage_characters;
  return typeof said === 'number' && Number.isInteger(said) && said >= 0 ? said : undefined;
}

function textIn(object: JsonObject | undefined, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
