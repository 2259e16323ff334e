/** Hearing through MiMo: an audio part and a text part, answered in words. */

import { isAddressLiteral, isLoopbackHost, isPublicAddress } from './address-guard.ts';
import { audioFormatOf } from './audio-format.ts';
import type {
  AudioUnderstanding,
  Understanding,
  UnderstandingRequest,
  UnderstandingUsage,
} from './audio-understanding.ts';
import { defaultModel, listedModel } from './model-list.ts';
import type { ProviderError } from './provider-error.ts';
import { openAnswer, type ServiceAnswer } from './service-answer.ts';
import type { ServiceContext } from './service-call.ts';
import { asObject, type JsonObject, requestIdOf } from './service-fault.ts';
import type { ServiceSettings } from './service-settings.ts';
import { readFrames } from './stream-frames.ts';

const MIME_TYPES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
};
/** Of the audio as base64. */
const MAX_BASE64 = 50_000_000;
const DEFAULT_MAX_TOKENS = 4096;

/** What has been said in an answer so far, whole or streamed. */
interface Words {
  content: string;
  reasoning: string;
  finishReason: string | undefined;
  usage: JsonObject | undefined;
  requestId: string | undefined;
}

export function mimoUnderstanding(context: ServiceContext, settings: ServiceSettings): AudioUnderstanding {
  return {
    defaultModel: defaultModel(settings.models, 'understanding'),
    async understand(request, options) {
      listedModel(context.fail, settings.models, request.model, ['understanding']);
      const isStreamed = options?.isStreamed === true;
      const body = {
        model: request.model,
        messages: [{ role: 'user', content: contentOf(request, context) }],
        max_completion_tokens: request.maxCompletionTokens ?? DEFAULT_MAX_TOKENS,
        ...(isStreamed ? { stream: true } : {}),
      };
      const words = await context.http.exchange(
        {
          method: 'POST',
          path: '/v1/chat/completions',
          headers: {
            'Content-Type': 'application/json',
            Accept: isStreamed ? 'text/event-stream' : 'application/json',
          },
          body: JSON.stringify(body),
          signal: options?.signal,
          isStream: isStreamed,
        },
        async (answer) => {
          const opened = await openAnswer(answer, context);
          return opened.kind === 'json' ? readWhole(opened, context) : readStream(opened, context);
        },
      );
      return understandingOf(words, context);
    },
  };
}

/** The text part is not optional: audio alone is answered with HTTP 400. */
function contentOf(request: UnderstandingRequest, context: ServiceContext): readonly JsonObject[] {
  const invalid = (message: string): ProviderError => context.fail({ kind: 'validation', phase: 'validate', message });
  if (request.prompt.trim() === '') throw invalid('say what you want to know about the audio (a prompt).');
  const data = 'url' in request.audio ? checkedUrl(request.audio.url, invalid) : dataUrl(request.audio.bytes, invalid);
  return [
    { type: 'input_audio', input_audio: { data } },
    { type: 'text', text: request.prompt },
  ];
}

function checkedUrl(url: string, invalid: (message: string) => ProviderError): string {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
    throw invalid('the address of the audio must be a https URL.');
  const { hostname } = new URL(url);
  const isReachable = isAddressLiteral(hostname) ? isPublicAddress(hostname) : !isLoopbackHost(hostname);
  if (!isReachable) throw invalid(`the service cannot reach ${hostname}: give the file itself, or a public address.`);
  return url;
}

function dataUrl(bytes: Uint8Array, invalid: (message: string) => ProviderError): string {
  const format = audioFormatOf(bytes);
  const mime = format === null ? undefined : MIME_TYPES[format];
  if (mime === undefined) throw invalid(`it hears mp3, wav, flac, m4a and ogg files; this is ${format ?? 'no audio'}.`);
  // The size is known before the string exists.
  if (Math.ceil(bytes.length / 3) * 4 > MAX_BASE64) {
    throw invalid(
      'the audio is larger than 37 MB. Cut it, encode it smaller, or give a public address (up to 100 MB).',
    );
  }
  return `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`;
}

function readWhole(answer: Extract<ServiceAnswer, { kind: 'json' }>, context: ServiceContext): Words {
  const body = asObject(answer.body);
  const requestId = answer.requestId ?? requestIdOf(body);
  const choice = choiceIn(body);
  if (choice === undefined) {
    throw context.fail({ kind: 'protocol', phase: 'body', requestId, message: 'the answer has no "choices".' });
  }
  const message = asObject(choice.message);
  return {
    content: textIn(message, 'content'),
    reasoning: textIn(message, 'reasoning_content'),
    finishReason: textIn(choice, 'finish_reason') || undefined,
    usage: asObject(body?.usage),
    requestId,
  };
}

async function readStream(answer: Extract<ServiceAnswer, { kind: 'events' }>, context: ServiceContext): Promise<Words> {
  const words: Words = {
    content: '',
    reasoning: '',
    finishReason: undefined,
    usage: undefined,
    requestId: answer.requestId,
  };
  await readFrames(answer.events, context, {
    doneEnds: true,
    stopsAtEnd: false,
    requestId: answer.requestId,
    onFailure: (error) =>
      error.kind === 'truncated_stream' && words.content + words.reasoning !== ''
        ? error.with({ isRetryable: false })
        : error,
    readFrame: (frame) => {
      words.requestId ??= requestIdOf(frame);
      words.usage = asObject(frame.usage) ?? words.usage;
      const choice = choiceIn(frame);
      const delta = asObject(choice?.delta);
      words.reasoning += textIn(delta, 'reasoning_content');
      words.content += textIn(delta, 'content');
      words.finishReason = textIn(choice, 'finish_reason') || words.finishReason;
      return words.finishReason !== undefined;
    },
  });
  return words;
}

function understandingOf(words: Words, context: ServiceContext): Understanding {
  const { requestId } = words;
  if (words.finishReason === 'content_filter') {
    throw context.fail({
      kind: 'content_blocked',
      phase: 'body',
      requestId,
      message: 'the audio was refused by a content filter.',
    });
  }
  const content = words.content.trim();
  const text = content === '' ? words.reasoning.trim() : content;
  if (text === '') {
    throw context.fail({
      kind: 'empty_result',
      phase: 'body',
      requestId,
      message: 'the service answered without a word.',
    });
  }
  const usage = usageOf(words.usage);
  const warnings = [
    // A model that never got the audio answers all the same, from its imagination.
    ...(usage === undefined || usage.audioTokens === 0 ? ['audio_ignored'] : []),
    ...(words.finishReason === 'length' ? ['truncated_by_length'] : []),
  ];
  return {
    text,
    isFromReasoning: content === '',
    warnings,
    ...(usage === undefined ? {} : { usage }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function usageOf(usage: JsonObject | undefined): UnderstandingUsage | undefined {
  if (usage === undefined) return undefined;
  const count = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    promptTokens: count(usage.prompt_tokens),
    completionTokens: count(usage.completion_tokens),
    audioTokens: count(asObject(usage.prompt_tokens_details)?.audio_tokens),
  };
}

function choiceIn(body: JsonObject | undefined): JsonObject | undefined {
  return Array.isArray(body?.choices) ? asObject(body.choices[0]) : undefined;
}

function textIn(object: JsonObject | undefined, key: string): string {
  const value = object?.[key];
  return typeof value === 'string' ? value : '';
}
