/** MiniMax's tasks for long texts. Their field names differ from the synchronous ones, and wrong ones are ignored silently. */
import { audioFormatOf } from './audio-format.ts';
import { idText, integerLiteral } from './big-json.ts';
import type { LongText, LongTextStatus } from './long-text.ts';
import { type MinimaxProfile, type MinimaxRequest, minimaxRequest } from './minimax-request.ts';
import { minimaxBilledCharacters } from './minimax-text.ts';
import { uploadToMinimax } from './minimax-voice-making.ts';
import type { ProviderError } from './provider-error.ts';
import { acceptAudio } from './received-audio.ts';
import { callJson, type ServiceContext } from './service-call.ts';
import { asObject } from './service-fault.ts';
import type { UtteranceRequest } from './speech-provider.ts';
import { tarEntries } from './tar-entries.ts';

/** As `text`; longer ones are uploaded as a file. Its limit is said to be 100,000 and 1,000,000: the lower one holds. */
const MAX_INLINE_LENGTH = 50_000;
const MAX_FILE_LENGTH = 100_000;
const MAX_ARCHIVE_BYTES = 512 * 1024 * 1024;
const FORMATS: ReadonlySet<string> = new Set(['mp3', 'pcm', 'flac', 'wav']);

export function minimaxLongText(context: ServiceContext, profile: MinimaxProfile): LongText {
  return {
    maxTextLength: MAX_FILE_LENGTH,

    async start(request, options) {
      const prepared = longRequest(request, profile, context);
      const { text } = prepared.text;
      const source =
        text.length <= MAX_INLINE_LENGTH
          ? { text }
          : { text_file_id: integerLiteral(await uploadText(context, text, options?.signal)) };
      const { body, requestId } = await callJson(context, {
        path: '/v1/t2a_async_v2',
        body: { model: request.model, ...source, ...asyncFields(prepared) },
        signal: options?.signal,
      });
      const taskId = idText(body.task_id);
      const fileId = idText(body.file_id);
      if (taskId === undefined || fileId === undefined) {
        throw context.fail({
          kind: 'protocol',
          phase: 'body',
          requestId,
          message: 'the task was accepted without ids.',
        });
      }
      const said = body.usage_characters;
      return { taskId, fileId, billedCharacters: typeof said === 'number' ? said : minimaxBilledCharacters(text) };
    },

    async status(taskId, options): Promise<LongTextStatus> {
      const path = `/v1/query/t2a_async_query_v2?task_id=${encodeURIComponent(taskId)}`;
      const { body, requestId } = await callJson(context, { method: 'GET', path, signal: options?.signal });
      // The letters' case varies between the service's own pages.
      const state = typeof body.status === 'string' ? body.status.toLowerCase() : '';
      if (state !== 'processing' && state !== 'success' && state !== 'failed' && state !== 'expired') {
        const message = `the task has a state nobody documented: ${state}.`;
        throw context.fail({ kind: 'protocol', phase: 'body', requestId, message });
      }
      const fileId = idText(body.file_id);
      return { state, ...(fileId === undefined || fileId === '0' ? {} : { fileId }) };
    },

    async fetch(task, options) {
      const path = `/v1/files/retrieve?file_id=${encodeURIComponent(task.fileId)}`;
      const { body, requestId } = await callJson(context, { method: 'GET', path, signal: options?.signal });
      const url = asObject(body.file)?.download_url;
      if (typeof url !== 'string' || url === '') {
        throw context.fail({
          kind: 'download_failed',
          phase: 'body',
          requestId,
          message: 'the file has no address. It is kept for nine hours.',
        });
      }
      const bytes = await context.download(url, {
        what: 'audio',
        maxBytes: MAX_ARCHIVE_BYTES,
        signal: options?.signal,
      });
      // A task leaves audio, subtitles and a description behind; where they come as an archive, the audio is taken out.
      const audio = tarEntries(bytes).find((entry) => audioFormatOf(entry.bytes) !== null)?.bytes ?? bytes;
      const accepted = acceptAudio(audio, { phase: 'download', requestId }, context.fail);
      return {
        ...accepted,
        billedCharacters: task.billedCharacters,
        warnings: [],
        ...(requestId === undefined ? {} : { requestId }),
      };
    },
  };
}

function longRequest(request: UtteranceRequest, profile: MinimaxProfile, context: ServiceContext): MinimaxRequest {
  const invalid = (message: string): ProviderError => context.fail({ kind: 'validation', phase: 'validate', message });
  for (const option of ['mix', 'subtitles', 'resultAsUrl', 'readLatex', 'forceCbr']) {
    if (request.options[option] !== undefined) throw invalid(`"${option}" cannot be had for long texts.`);
  }
  const prepared = minimaxRequest(request, profile, {
    fail: context.fail,
    isStreamed: false,
    maxTextLength: MAX_FILE_LENGTH,
  });
  // Headerless samples would have nothing to tell their rate by hours later.
  if (!FORMATS.has(prepared.format) || prepared.format === 'pcm') throw invalid(`long texts come as mp3, flac or wav.`);
  return prepared;
}

async function uploadText(context: ServiceContext, text: string, signal: AbortSignal | undefined): Promise<string> {
  const file = { bytes: Buffer.from(text, 'utf8'), fileName: 'text.txt', purpose: 't2a_async_input' } as const;
  return uploadToMinimax(context, file, signal);
}

/** The synchronous fields under the names these tasks know. The number of channels is said always: its default is 2 here. */
function asyncFields(prepared: MinimaxRequest): Record<string, unknown> {
  const {
    text: _text,
    voice_setting,
    audio_setting,
    ...rest
  } = prepared.fields as Record<string, Record<string, unknown>>;
  const { text_normalization, ...voice } = voice_setting ?? {};
  const { sample_rate, ...audio } = audio_setting ?? {};
  return {
    ...rest,
    voice_setting: {
      ...voice,
      ...(text_normalization === undefined ? {} : { english_normalization: text_normalization }),
    },
    audio_setting: {
      ...audio,
      ...(sample_rate === undefined ? {} : { audio_sample_rate: sample_rate }),
      channel: prepared.channels,
    },
  };
}
