/** Speaking through MiMo: one endpoint shaped like a chat, three models. */

import { AppError } from '#shared/errors.ts';
import { tokenizeInline } from '#shared/script/inline.ts';
import { audioFormatOf } from './audio-format.ts';
import { MimoOptions, mimoInstruction } from './mimo-options.ts';
import { MIMO_DEFAULT_VOICE } from './mimo-voices.ts';
import { listedModel } from './model-list.ts';
import { parseOptions } from './options.ts';
import type { ProviderError } from './provider-error.ts';
import { acceptAudio, partialAudioOf, type ReceivedAudio } from './received-audio.ts';
import { openAnswer, type ServiceAnswer } from './service-answer.ts';
import type { ServiceContext } from './service-call.ts';
import { asObject, type JsonObject, requestIdOf } from './service-fault.ts';
import type { ModelUse, ServiceSettings } from './service-settings.ts';
import type { SynthesizeOptions, Utterance, UtteranceRequest } from './speech-provider.ts';
import { readFrames } from './stream-frames.ts';
import { decodeBase64 } from './strict-decode.ts';
import type { PcmShape } from './wav-bytes.ts';

/** Undocumented; the provider's own skill splits above this. */
export const MIMO_MAX_TEXT_LENGTH = 2500;
/** Of the sample as base64. MB or MiB is not said: the smaller. */
const MAX_SAMPLE_BASE64 = 10_000_000;
/** What streams are made of, and what comes without a header now and then when a WAV was asked for. */
const PCM: PcmShape = { sampleRateHz: 24_000, channels: 1, encoding: 'pcm16' };
const SPEAKING: readonly ModelUse[] = ['speech', 'design', 'clone'];
const SINGING = /^\s*[([（][^)\]）]*(?:唱歌|\bsing(?:ing)?\b)/i;
const TAG = /[([（][^)\]）]+[)\]）]/;

export interface MimoContext {
  readonly context: ServiceContext;
  readonly settings: ServiceSettings;
  /** A clone's sample by the SHA-256 of its bytes; undefined when there is none. */
  readonly readSample: (id: string) => Promise<Uint8Array | undefined>;
}

interface Prepared {
  readonly options: MimoOptions;
  readonly use: ModelUse;
  readonly messages: readonly JsonObject[];
  readonly warnings: readonly string[];
}

/** Throws ProviderError `validation` and `model_unavailable`. */
export function prepareMimo(
  { context, settings }: MimoContext,
  request: UtteranceRequest,
  isStreamed: boolean,
): Prepared {
  const invalid = (message: string): ProviderError => context.fail({ kind: 'validation', phase: 'validate', message });
  const { use } = listedModel(context.fail, settings.models, request.model, SPEAKING);
  const options = parseOptions(MimoOptions, request.options, context.fail);
  const warnings: string[] = [];

  if (use !== 'design' && options.design !== undefined)
    throw invalid(`${request.model} designs no voices; "design" needs the design model.`);
  if (use === 'design' && options.design === undefined)
    throw invalid(`${request.model} needs a description of the voice (option "design").`);
  if (use !== 'design' && options.optimizeText !== undefined)
    throw invalid('"optimizeText" belongs to the design model only.');
  if (use !== 'clone' && options.sample !== undefined)
    throw invalid(`${request.model} copies no voices; "sample" needs the cloning model.`);
  if (use === 'clone' && options.sample === undefined)
    throw invalid(`${request.model} needs a sample of the voice (option "sample").`);
  if (use !== 'speech' && request.voiceId !== '') throw invalid(`${request.model} takes no named voice.`);
  if (isStreamed && options.format === 'mp3') throw invalid('"mp3" cannot be streamed here: leave the format out.');

  if (request.text.trim() === '' && options.optimizeText !== true) throw invalid('there is nothing to say.');
  if (request.text.length > MIMO_MAX_TEXT_LENGTH) {
    throw invalid(
      `the text has ${request.text.length} characters; one request takes ${MIMO_MAX_TEXT_LENGTH}. Split it.`,
    );
  }
  if (hasPause(request.text, invalid)) throw invalid('a pause tag would be read aloud: split the text there.');
  if (use !== 'speech' && SINGING.test(request.text))
    throw invalid(`${request.model} does not sing; only the model with named voices does.`);
  if (use === 'design' && TAG.test(request.text)) warnings.push('audio_tags_unsupported');
  if (options.optimizeText === true) warnings.push('text_may_be_rewritten');

  const instruction = mimoInstruction(request.style, options.director);
  const user = [options.design?.trim(), instruction].filter((part) => part !== undefined && part !== '').join('\n\n');
  const messages = [
    ...(user === '' ? [] : [{ role: 'user', content: user }]),
    ...(request.text.trim() === '' ? [] : [{ role: 'assistant', content: request.text }]),
  ];
  return { options, use, messages, warnings };
}

function hasPause(text: string, invalid: (message: string) => ProviderError): boolean {
  try {
    return tokenizeInline(text).some((token) => token.kind === 'pause');
  } catch (error) {
    if (error instanceof AppError) throw invalid(error.message);
    throw error;
  }
}

/** Throws as {@link SpeechProvider.synthesize} says. */
export async function speakWithMimo(
  mimo: MimoContext,
  request: UtteranceRequest,
  call: SynthesizeOptions,
): Promise<Utterance> {
  const { context } = mimo;
  const isStreamed = call.isStreamed === true;
  const prepared = prepareMimo(mimo, request, isStreamed);
  const format = isStreamed || prepared.options.format === 'pcm' ? 'pcm16' : (prepared.options.format ?? 'wav');
  const voice = await voiceOf(mimo, request, prepared);
  const body = {
    model: request.model,
    messages: prepared.messages,
    audio: {
      format,
      ...(voice === undefined ? {} : { voice }),
      ...(prepared.options.optimizeText === undefined ? {} : { optimize_text_preview: prepared.options.optimizeText }),
    },
    ...(isStreamed ? { stream: true } : {}),
  };
  const said = await context.http.exchange(
    {
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'Content-Type': 'application/json', Accept: isStreamed ? 'text/event-stream' : 'application/json' },
      body: JSON.stringify(body),
      signal: call.signal,
      record: call.record,
      isStream: isStreamed,
    },
    async (answer) => {
      const opened = await openAnswer(answer, context);
      return opened.kind === 'json' ? readWhole(opened, context, format) : readStream(opened, context);
    },
  );
  return {
    ...said.audio,
    // By the page of the service: free for a limited time. When that ends, its price is the connection's data.
    billedCharacters: 0,
    warnings: [...prepared.warnings, ...(said.finishReason === 'length' ? ['truncated_by_length'] : [])],
    ...(said.requestId === undefined ? {} : { requestId: said.requestId }),
    ...(said.chunks === undefined ? {} : { chunks: said.chunks }),
  };
}

/** undefined for a designed voice, which must have none. */
async function voiceOf(mimo: MimoContext, request: UtteranceRequest, prepared: Prepared): Promise<string | undefined> {
  if (prepared.use === 'design') return undefined;
  if (prepared.use === 'speech') return request.voiceId === '' ? MIMO_DEFAULT_VOICE : request.voiceId;
  const invalid = (message: string): ProviderError =>
    mimo.context.fail({ kind: 'validation', phase: 'validate', message });
  const sample = await mimo.readSample(prepared.options.sample ?? '');
  if (sample === undefined) throw invalid('the sample of this voice is not in the library.');
  const format = audioFormatOf(sample);
  if (format !== 'mp3' && format !== 'wav')
    throw invalid(`a sample must be an mp3 or wav file; this is ${format ?? 'no audio'}.`);
  const encoded = Buffer.from(sample).toString('base64');
  if (encoded.length > MAX_SAMPLE_BASE64) throw invalid('the sample is larger than 7.5 MB. Cut it shorter.');
  return `data:audio/${format === 'mp3' ? 'mpeg' : 'wav'};base64,${encoded}`;
}

interface Said {
  readonly audio: ReceivedAudio;
  readonly requestId: string | undefined;
  readonly finishReason: string | undefined;
  readonly chunks?: number;
}

function readWhole(answer: Extract<ServiceAnswer, { kind: 'json' }>, context: ServiceContext, format: string): Said {
  const requestId = answer.requestId ?? requestIdOf(answer.body);
  const choice = choiceIn(asObject(answer.body));
  if (choice === undefined) {
    throw context.fail({ kind: 'protocol', phase: 'body', requestId, message: 'the answer has no "choices".' });
  }
  const finishReason = finishOf(choice, context, requestId);
  const data = asObject(asObject(choice.message)?.audio)?.data;
  if (typeof data !== 'string' || data === '') {
    throw context.fail({
      kind: 'empty_audio',
      phase: 'body',
      requestId,
      message: 'the service reported success and sent no audio.',
    });
  }
  const bytes = decoded(data, context, 'body', requestId);
  const pcm = format === 'mp3' ? undefined : PCM;
  return { audio: acceptAudio(bytes, { phase: 'body', pcm, requestId }, context.fail), requestId, finishReason };
}

async function readStream(answer: Extract<ServiceAnswer, { kind: 'events' }>, context: ServiceContext): Promise<Said> {
  const pieces: Uint8Array[] = [];
  let { requestId } = answer;
  let finishReason: string | undefined;
  await readFrames(answer.events, context, {
    doneEnds: true,
    stopsAtEnd: false,
    requestId,
    onFailure: (error) => error.with({ partialAudio: partialAudioOf(Buffer.concat(pieces), 'pcm', PCM) ?? undefined }),
    readFrame: (frame) => {
      requestId ??= requestIdOf(frame);
      // Frames without choices carry usage, and frames without audio nothing.
      const choice = choiceIn(frame);
      if (choice === undefined) return false;
      const data = asObject(asObject(choice.delta ?? choice.message)?.audio)?.data;
      if (typeof data === 'string' && data !== '') pieces.push(decoded(data, context, 'stream', requestId));
      finishReason = finishOf(choice, context, requestId) ?? finishReason;
      return finishReason !== undefined;
    },
  });
  const audio = acceptAudio(Buffer.concat(pieces), { phase: 'stream', pcm: PCM, requestId }, context.fail);
  return { audio, requestId, finishReason, chunks: pieces.length };
}

function choiceIn(body: JsonObject | undefined): JsonObject | undefined {
  return Array.isArray(body?.choices) ? asObject(body.choices[0]) : undefined;
}

function finishOf(choice: JsonObject, context: ServiceContext, requestId: string | undefined): string | undefined {
  const reason = choice.finish_reason;
  if (reason === 'content_filter') {
    throw context.fail({
      kind: 'content_blocked',
      phase: 'body',
      requestId,
      message: 'the text or the voice was refused by a content filter.',
    });
  }
  return typeof reason === 'string' && reason !== '' ? reason : undefined;
}

function decoded(
  data: string,
  context: ServiceContext,
  phase: 'body' | 'stream',
  requestId: string | undefined,
): Uint8Array {
  const bytes = decodeBase64(data);
  if (bytes !== null) return bytes;
  throw context.fail({ kind: 'protocol', phase, requestId, message: 'the audio is not valid base64.' });
}
