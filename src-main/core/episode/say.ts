import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import type { Line, VoiceBinding } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import { AssetId, TakeId } from '#shared/ids.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { MediaIndex, Take, TakeSegment } from '#shared/media.ts';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import { planMix } from '#shared/mix/plan-mix.ts';
import { spokenRunsOf } from '#shared/script/inline.ts';
import { PROJECT_RATE_HZ, samplesToMs } from '#shared/units.ts';
import type { AudioFacts, IngestAudio } from '../audio/audio-facts.ts';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import { PcmFileReader } from '../audio/pcm-file-reader.ts';
import { encodeProgramme } from '../export/encode.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../export/export-format.ts';
import { writeAside } from '../library/aside.ts';
import { newTemporaryPath, publishFile, writeFileSafely } from '../library/safe-file.ts';
import { audioFormatOf } from '../providers/audio-format.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { SpeechProvider, Utterance } from '../providers/speech-provider.ts';
import { implausibleLength } from '../synthesis/plausible-length.ts';
import { requestHash } from '../synthesis/request-hash.ts';
import { type BlockRequests, type PlannedUtterance, requestsFor, type Voices } from '../synthesis/speech-request.ts';
import { sentenceDocument } from './sentence-document.ts';

export interface SayRequest {
  readonly text: string;
  readonly voice: VoiceBinding;
  readonly direction?: string;
  readonly outputPath: string;
  /** The service's bytes, untouched. */
  readonly isRaw: boolean;
  readonly isStreamed: boolean;
  readonly signal?: AbortSignal;
}

export interface SayParts {
  readonly voices: Voices;
  readonly ingest: IngestAudio;
  readonly ffmpeg: () => Promise<FfmpegLocation>;
  readonly newId: () => string;
  /** Where what a broken answer had brought is set aside. */
  readonly home: string;
}

export interface Said {
  readonly file: string;
  readonly bytes: number;
  readonly format: string;
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  readonly durationMs: number;
  readonly billedCharacters: number;
  readonly requestId: string | null;
  readonly chunks: number;
  readonly cues: readonly { readonly startMs: number; readonly endMs: number; readonly text: string }[];
  readonly warnings: readonly string[];
}

interface Answer {
  readonly planned: PlannedUtterance;
  readonly utterance: Utterance;
  readonly facts: AudioFacts;
  readonly segment: TakeSegment;
}

/** What a try-out at −0 dB is written as: the rates and bit rates of the podcast presets. */
const ENCODED_AS = { sampleRateHz: PROJECT_RATE_HZ, bitrateKbps: 128, bitDepth: 16 } as const;

/**
 * Speaks one text into one file, without a library: the request is always sent. A single answer is written as it came when
 * the file's extension agrees and no pause stands before or after it; otherwise it is laid out (inline pauses exact to the
 * sample) and encoded. Throws as providers and encoders do; what can be known before is thrown before anything is sent.
 */
export async function say(parts: SayParts, request: SayRequest): Promise<Said> {
  const { document, line: block } = sentenceDocument(request, parts.newId);
  const requests = orWordless(requestsOf(document, block, parts.voices, request.voice), request.voice);
  checkAll(requests, request);
  const isKept = request.isRaw || (requests.utterances.length === 1 && !hasPauseAtEnds(request.text));
  const folder = await mkdtemp(join(tmpdir(), 'lectern-say-'));
  try {
    const answers: Answer[] = [];
    for (const planned of requests.utterances) answers.push(await answer(parts, requests, planned, request, folder));
    const [only] = answers;
    if (only && isKept && fits(only, request)) return await keep(only, request, requests);
    return await layOutAndEncode(parts, request, requests, document, block, answers, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function hasPauseAtEnds(text: string): boolean {
  const { leadingPauseSamples, trailingPauseSamples } = spokenRunsOf(text);
  return leadingPauseSamples > 0 || trailingPauseSamples > 0;
}

/** A text that a service would be asked to speak fails by the service's rules, like any other part of the request. */
function requestsOf(document: EpisodeDocument, block: Line, voices: Voices, { provider }: VoiceBinding): BlockRequests {
  try {
    return requestsFor(document, block, voices);
  } catch (error) {
    const service = voices.providers.find(({ id, isRemote }) => isRemote && id === provider);
    if (!service || !(error instanceof AppError) || typeof error.details.offset !== 'number') throw error;
    throw new ProviderError(service.id, {
      kind: 'validation',
      phase: 'validate',
      message: `${service.name}: at character ${error.details.offset + 1}: ${error.message}`,
    });
  }
}

/** MiMo's design model finds words of its own where it may polish the text and there is none. */
function orWordless(requests: BlockRequests, voice: VoiceBinding): BlockRequests {
  if (requests.utterances.length > 0 || voice.options?.optimizeText !== true) return requests;
  const { provider, model, voiceId } = requests;
  const request = {
    ...{ provider: provider.id, model, voiceId: voice.voiceId === '' ? '' : voiceId, text: '' },
    ...(voice.style === undefined ? {} : { style: voice.style }),
    options: voice.options,
  };
  return { ...requests, utterances: [{ runIndex: 0, request, requestHash: requestHash(request) }] };
}

/** Throws what keeps any of the requests from being sent, while nothing has been. */
function checkAll({ provider, model, utterances }: BlockRequests, request: SayRequest): void {
  if (!request.isRaw) formatOf(request.outputPath);
  if (utterances.length === 0) {
    throw new AppError({
      code: 'invalid-input',
      message: 'There is nothing to say in this text: it has no letter or digit.',
    });
  }
  if (request.isRaw && utterances.length > 1) {
    throw new AppError({
      code: 'invalid-input',
      message: `This text needs ${utterances.length} requests, so there are no single raw bytes. Leave --raw out, or take the pauses out of the text.`,
    });
  }
  if (request.voice.style !== undefined && !provider.capabilities(model).hasStyle) {
    throw new ProviderError(provider.id, {
      kind: 'validation',
      phase: 'validate',
      message: `${provider.name} takes no style. Leave --style out; some of its voices have options instead, such as "emotion".`,
    });
  }
  for (const planned of utterances) provider.validate(planned.request, { isStreamed: request.isStreamed });
}

async function answer(
  parts: SayParts,
  { provider }: BlockRequests,
  planned: PlannedUtterance,
  request: SayRequest,
  folder: string,
): Promise<Answer> {
  const signal = request.signal ? { signal: request.signal } : {};
  const utterance = await provider
    .synthesize(planned.request, { ...signal, isStreamed: request.isStreamed })
    .catch(async (error: unknown) => {
      throw error instanceof ProviderError && error.partialAudio ? await setAside(parts.home, planned, error) : error;
    });
  const assetId = AssetId.parse(createHash('sha256').update(utterance.bytes).digest('hex'));
  const source = join(folder, `${assetId}.${planned.runIndex}.${planned.requestHash.slice(0, 8)}`);
  await writeFile(source, utterance.bytes);
  const pcmPath = join(folder, `${assetId}.pcm`);
  await rm(pcmPath, { force: true });
  await rm(`${pcmPath}.peaks`, { force: true });
  const facts = await parts
    .ingest(
      source,
      { pcmPath, peaksPath: `${pcmPath}.peaks` },
      { ...signal, displayName: `the answer of ${provider.name}` },
    )
    .catch((error: unknown) => Promise.reject(asAnswerFault(error, provider, utterance)));
  const problem = implausibleLength(planned.request.text, facts.durationSamples);
  if (problem !== undefined) throw brokenAnswer(provider, utterance, problem);
  const { durationSamples, speechStartSample, speechEndSample } = facts;
  const { requestHash, runIndex } = planned;
  const segment = { assetId, requestHash, durationSamples, speechStartSample, speechEndSample, runIndex };
  return { planned, utterance, facts, segment };
}

/** What cannot be decoded is the service's fault here, not that of a file somebody has. */
function asAnswerFault(error: unknown, provider: SpeechProvider, utterance: Utterance): unknown {
  const isOfBytes = error instanceof AppError && ['unsupported-audio', 'truncated-audio'].includes(error.code);
  return isOfBytes ? brokenAnswer(provider, utterance, error.message) : error;
}

function brokenAnswer({ id, name }: SpeechProvider, { requestId }: Utterance, why: string): ProviderError {
  const message = `${name}: what it sent cannot be used (${why.replace(/\.$/, '')}).`;
  return new ProviderError(id, { kind: 'protocol', phase: 'body', requestId, message });
}

/** Part of an answer is no answer: it lies where nobody takes it for one, beside what it is. */
async function setAside(home: string, { request }: PlannedUtterance, error: ProviderError): Promise<ProviderError> {
  const { bytes, format } = error.partialAudio!;
  const name = `cut-off.${format}`;
  const { text, voiceId, model, provider } = request;
  const note = { isCutOff: true, text, provider, model, voiceId, reason: error.message, ...error.details };
  const folder = await writeAside(home, { [name]: bytes, 'cut-off.json': `${JSON.stringify(note, null, 2)}\n` });
  return error.keptAt(join(folder, name));
}

/** Whether the bytes can be the file: the same format by content, or nothing but the bytes was asked for. */
function fits({ facts }: Answer, request: SayRequest): boolean {
  return request.isRaw || extname(request.outputPath).slice(1).toLowerCase() === facts.format;
}

async function keep({ utterance, facts }: Answer, request: SayRequest, requests: BlockRequests): Promise<Said> {
  const received = request.isRaw ? utterance.receivedBytes : undefined;
  const bytes = received ?? utterance.bytes;
  await writeFileSafely(request.outputPath, bytes, request.signal ? { signal: request.signal } : {});
  return {
    file: request.outputPath,
    bytes: bytes.byteLength,
    // Samples without a header are no format that content tells.
    format: received === undefined ? facts.format : (audioFormatOf(received) ?? 'pcm'),
    sampleRate: facts.sampleRateHz,
    channels: facts.channels,
    durationMs: Math.round(samplesToMs(facts.durationSamples)),
    ...summary([utterance], requests),
    cues: utterance.cues ?? [],
  };
}

async function layOutAndEncode(
  parts: SayParts,
  request: SayRequest,
  requests: BlockRequests,
  document: EpisodeDocument,
  block: Line,
  answers: readonly Answer[],
  folder: string,
): Promise<Said> {
  const take: Take = {
    id: TakeId.parse('say-take'),
    requestHash: requests.requestHash,
    provider: requests.provider.id,
    voiceId: requests.voiceId,
    text: request.text,
    segments: answers.map(({ segment }) => segment),
    cues: [],
    billedCharacters: 0,
    cost: 0,
    createdAtMs: 0,
  };
  const factsOf = new Map(answers.map(({ segment, facts }) => [segment.assetId, facts]));
  const media: MediaIndex = { take: (id) => (id === take.id ? take : undefined), asset: (id) => factsOf.get(id) };
  const spoken = documentOf(
    [...document.records.values()].map((record) => (record === block ? { ...block, takeId: take.id } : record)),
  );
  const layout = layOut(spoken, media);
  const reader = new PcmFileReader((id) => ({
    path: join(folder, `${id}.pcm`),
    channels: factsOf.get(id)?.channels ?? 1,
  }));
  const channels = answers.some(({ facts }) => facts.channels === 2) ? 2 : 1;
  const format = formatOf(request.outputPath);
  const temporaryPath = newTemporaryPath(request.outputPath);
  try {
    await encodeProgramme(
      {
        source: new BlockMixer(planMix(spoken, layout, media), reader),
        durationSamples: layout.durationSamples,
        channels,
        format,
        encodedAs: ENCODED_AS,
        tags: { title: request.text.slice(0, 100), language: 'en', isAiVoice: true, mediaKind: 'podcast' },
        chapters: [],
        ffmpeg: await parts.ffmpeg(),
        ...(request.signal ? { signal: request.signal } : {}),
      },
      temporaryPath,
    );
    await publishFile(temporaryPath, request.outputPath);
  } finally {
    reader.close();
    await rm(temporaryPath, { force: true });
  }
  return {
    file: request.outputPath,
    bytes: (await stat(request.outputPath)).size,
    format,
    sampleRate: ENCODED_AS.sampleRateHz,
    channels,
    durationMs: Math.round(samplesToMs(layout.durationSamples)),
    ...summary(
      answers.map(({ utterance }) => utterance),
      requests,
    ),
    cues: answers.flatMap(({ utterance, segment }, index) => {
      const clip = layout.clips[index];
      const shiftMs = clip ? samplesToMs(clip.startSample) - samplesToMs(segment.speechStartSample) : 0;
      return (utterance.cues ?? []).map((cue) => ({
        text: cue.text,
        startMs: Math.round(cue.startMs + shiftMs),
        endMs: Math.round(cue.endMs + shiftMs),
      }));
    }),
  };
}

function summary(utterances: readonly Utterance[], requests: BlockRequests) {
  return {
    billedCharacters: utterances.reduce((sum, utterance) => sum + utterance.billedCharacters, 0),
    requestId: utterances.find((utterance) => utterance.requestId !== undefined)?.requestId ?? null,
    chunks: utterances.reduce((sum, utterance) => sum + (utterance.chunks ?? 1), 0),
    warnings: [...new Set([...requests.warnings, ...utterances.flatMap((utterance) => utterance.warnings)])],
  };
}

function formatOf(path: string): ExportFormat {
  const extension = extname(path).slice(1).toLowerCase();
  const format = EXPORT_FORMATS.find((known) => known === extension);
  if (format) return format;
  throw new AppError({
    code: 'invalid-input',
    message: `${basename(path)} has no known sound extension. Use ${EXPORT_FORMATS.map((known) => `.${known}`).join(', ')}, or --raw.`,
    details: { path },
  });
}
