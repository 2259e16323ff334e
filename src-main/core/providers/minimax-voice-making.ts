/** Cloning, designing and deleting voices at MiniMax itself. */

import { FormData } from 'undici';
import { audioFormatOf } from './audio-format.ts';
import { idText, integerLiteral } from './big-json.ts';
import { minimaxLanguageOf } from './minimax-languages.ts';
import { ProviderError } from './provider-error.ts';
import { acceptAudio } from './received-audio.ts';
import { callJson, type ServiceContext } from './service-call.ts';
import { asObject, type JsonObject } from './service-fault.ts';
import type { Voice } from './speech-provider.ts';
import type { CloneVoiceRequest, DesignVoiceRequest, MadeVoice } from './speech-service.ts';
import { decodeHex } from './strict-decode.ts';

/** Eight to 256 characters, a letter first, no `-` or `_` last. */
const VOICE_ID = /^[A-Za-z][A-Za-z0-9_-]{6,254}[A-Za-z0-9]$/;
const SAMPLE_FORMATS: ReadonlySet<string> = new Set(['mp3', 'm4a', 'wav']);
const MAX_SAMPLE_BYTES = 20 * 1024 * 1024;
const MAX_CLONE_PREVIEW = 1000;
const MAX_DESIGN_PREVIEW = 500;
const MAX_PREVIEW_BYTES = 64 * 1024 * 1024;

type UploadPurpose = 'voice_clone' | 'prompt_audio' | 't2a_async_input';

function invalid(context: ServiceContext, message: string): ProviderError {
  return context.fail({ kind: 'validation', phase: 'validate', message });
}

/** Rules both MiniMax and Alibaba have for a clone. Throws ProviderError `validation`. */
export function checkClone(context: ServiceContext, request: CloneVoiceRequest): void {
  if (!VOICE_ID.test(request.voiceId)) {
    throw invalid(
      context,
      'the id of a cloned voice has 8 to 256 letters, digits, "-" and "_", starts with a letter and ends with a letter or digit.',
    );
  }
  if ((request.previewText?.length ?? 0) > MAX_CLONE_PREVIEW) {
    throw invalid(context, `the preview text may have ${MAX_CLONE_PREVIEW} characters.`);
  }
}

function checkSample(context: ServiceContext, bytes: Uint8Array, what: string): void {
  const format = audioFormatOf(bytes);
  if (format === null || !SAMPLE_FORMATS.has(format)) {
    throw invalid(context, `the ${what} must be an mp3, m4a or wav file; this is ${format ?? 'no audio'}.`);
  }
  if (bytes.length > MAX_SAMPLE_BYTES) throw invalid(context, `the ${what} may have 20 MB.`);
}

/** Uploads a file and returns its id as digits: it may be larger than any exact JavaScript number. */
export async function uploadToMinimax(
  context: ServiceContext,
  file: { readonly bytes: Uint8Array; readonly fileName: string; readonly purpose: UploadPurpose },
  signal: AbortSignal | undefined,
): Promise<string> {
  const form = new FormData();
  form.append('purpose', file.purpose);
  form.append('file', new Blob([Uint8Array.from(file.bytes)], { type: typeOf(file.bytes) }), file.fileName);
  const { body, requestId } = await callJson(context, { path: '/v1/files/upload', form, signal });
  const id = idText(asObject(body.file)?.file_id);
  if (id !== undefined && /^\d+$/.test(id)) return id;
  throw context.fail({
    kind: 'protocol',
    phase: 'body',
    requestId,
    message: 'the upload was accepted without a file id.',
  });
}

const TYPES: Readonly<Record<string, string>> = { mp3: 'audio/mpeg', m4a: 'audio/mp4', wav: 'audio/wav' };

function typeOf(bytes: Uint8Array): string {
  return TYPES[audioFormatOf(bytes) ?? ''] ?? 'text/plain';
}

export async function cloneAtMinimax(
  context: ServiceContext,
  request: CloneVoiceRequest,
  signal: AbortSignal | undefined,
): Promise<MadeVoice> {
  checkClone(context, request);
  if ('url' in request.sample) throw invalid(context, 'a sample must be a file here, not an address.');
  checkSample(context, request.sample.bytes, 'sample');
  if (request.prompt !== undefined) checkSample(context, request.prompt.bytes, 'prompt recording');
  if ((request.previewText === undefined) !== (request.previewModel === undefined)) {
    throw invalid(context, 'a preview needs both a text and a model.');
  }
  const fileId = await uploadToMinimax(context, { ...request.sample, purpose: 'voice_clone' }, signal);
  const promptId =
    request.prompt === undefined
      ? undefined
      : await uploadToMinimax(context, { ...request.prompt, purpose: 'prompt_audio' }, signal);
  const language = minimaxLanguageOf(request.language);
  const { body } = await callJson(context, {
    path: '/v1/voice_clone',
    body: {
      file_id: integerLiteral(fileId),
      voice_id: request.voiceId,
      ...(promptId === undefined
        ? {}
        : { clone_prompt: { prompt_audio: integerLiteral(promptId), prompt_text: request.prompt?.text } }),
      ...(request.previewText === undefined ? {} : { text: request.previewText, model: request.previewModel }),
      ...(language === undefined ? {} : { language_boost: language }),
      ...(request.reducesNoise === true ? { need_noise_reduction: true } : {}),
      ...(request.normalizesVolume === true ? { need_volume_normalization: true } : {}),
    },
    signal,
  });
  return clonedVoice(context, request, body, signal);
}

/** A clone's answer, at MiniMax or inside Alibaba's `output`: an optional demo to download, and what a censor said. */
export async function clonedVoice(
  context: ServiceContext,
  request: CloneVoiceRequest,
  answer: JsonObject,
  signal: AbortSignal | undefined,
): Promise<MadeVoice> {
  const warnings: string[] = [];
  // Documented as a flag with a type beside it, and elsewhere as an object that holds the type.
  const sensitive = answer.input_sensitive;
  const type = asObject(sensitive)?.type ?? (sensitive === true ? answer.input_sensitive_type : 0);
  if (typeof type === 'number' && type !== 0) warnings.push(`input_sensitive: ${type}`);
  const voice = madeVoice(context, request, request.voiceId, 'cloned');
  const demo = answer.demo_audio;
  if (typeof demo !== 'string' || demo === '') return { voice, warnings };
  try {
    const bytes = await context.download(demo, { what: 'demo', maxBytes: MAX_PREVIEW_BYTES, signal });
    const preview = acceptAudio(bytes, { phase: 'download' }, context.fail);
    return { voice, preview: { bytes: preview.bytes, format: preview.format }, warnings };
  } catch (error) {
    // The voice exists; only its trial is lost.
    if (!(error instanceof ProviderError)) throw error;
    return { voice, warnings: [...warnings, 'preview_failed'] };
  }
}

export async function designAtMinimax(
  context: ServiceContext,
  request: DesignVoiceRequest,
  signal: AbortSignal | undefined,
): Promise<MadeVoice> {
  if (request.description.trim() === '') throw invalid(context, 'describe the voice.');
  if (request.previewText.trim() === '' || request.previewText.length > MAX_DESIGN_PREVIEW) {
    throw invalid(context, `the preview text must have 1 to ${MAX_DESIGN_PREVIEW} characters.`);
  }
  const { body, requestId } = await callJson(context, {
    path: '/v1/voice_design',
    body: {
      prompt: request.description,
      preview_text: request.previewText,
      ...(request.voiceId === undefined ? {} : { voice_id: request.voiceId }),
    },
    signal,
  });
  const id = body.voice_id;
  if (typeof id !== 'string' || id === '') {
    throw context.fail({ kind: 'protocol', phase: 'body', requestId, message: 'the voice was made without an id.' });
  }
  const voice = madeVoice(context, request, id, 'designed');
  const bytes = typeof body.trial_audio === 'string' ? decodeHex(body.trial_audio) : null;
  if (bytes === null || bytes.length === 0) return { voice, warnings: ['preview_failed'] };
  const preview = acceptAudio(bytes, { phase: 'body', requestId }, context.fail);
  return { voice, preview: { bytes: preview.bytes, format: preview.format }, warnings: [] };
}

/** What the service calls the kinds of voices that can be deleted. Throws ProviderError `validation` for others. */
export function deletableTypeOf(context: ServiceContext, voice: Pick<Voice, 'kind'>): string {
  if (voice.kind === 'cloned') return 'voice_cloning';
  if (voice.kind === 'designed') return 'voice_generation';
  throw invalid(context, 'only cloned and designed voices can be deleted.');
}

export async function deleteAtMinimax(
  context: ServiceContext,
  voice: Pick<Voice, 'id' | 'kind'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const body = { voice_type: deletableTypeOf(context, voice), voice_id: voice.id };
  await callJson(context, { path: '/v1/delete_voice', body, signal });
}

function madeVoice(
  context: ServiceContext,
  request: { readonly name: string; readonly language: string },
  id: string,
  kind: 'cloned' | 'designed',
): Voice {
  return { provider: context.id, id, name: request.name, language: request.language, kind };
}
