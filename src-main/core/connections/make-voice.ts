/**
 * Voices made at a service or here. Some services keep them (MiniMax, Alibaba); for others (MiMo, and blends anywhere)
 * a voice is what goes with every request, so this library is where it lives.
 */
import { extname } from 'node:path';
import type { Json } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import { AssetId } from '#shared/ids.ts';
import { type Consent, insertKeptVoice, type KeptVoice, keptVoices, markVoiceRemoved } from '../library/kept-voices.ts';
import type { Library } from '../library/library.ts';
import { storeMedia } from '../library/media-store.ts';
import { audioFormatOf } from '../providers/audio-format.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { CloneVoiceRequest, MadeVoice, SpeechService } from '../providers/speech-service.ts';
import type { Connection } from './connection.ts';

export interface VoiceMaker {
  readonly library: Library;
  readonly connection: Connection;
  readonly service: SpeechService;
  readonly signal?: AbortSignal;
}

export interface NewVoice {
  readonly voice: KeptVoice;
  /** The service's trial, where it gave one. */
  readonly preview?: MadeVoice['preview'];
  readonly warnings: readonly string[];
}

interface Naming {
  readonly name: string;
  readonly language: string;
  readonly voiceId?: string;
}

/** A text for checking what goes with every request; it is never sent. */
const CHECK_TEXT = 'One, two, three.';

/** Throws what the service throws; nothing is kept then. */
export async function designVoice(
  maker: VoiceMaker,
  request: Naming & { readonly description: string; readonly previewText: string },
): Promise<NewVoice> {
  if (hasModel(maker, 'design')) return keepRecipe(maker, 'designed', request, { design: request.description });
  const made = await maker.service.designVoice(request, callOf(maker));
  return keepMade(maker, 'designed', made, {});
}

export interface CloneWish extends Naming {
  readonly sample: CloneVoiceRequest['sample'];
  readonly prompt?: NonNullable<CloneVoiceRequest['prompt']>;
  readonly previewText?: string;
  readonly previewModel?: string;
  readonly reducesNoise?: boolean;
  readonly normalizesVolume?: boolean;
  readonly consent: Consent;
  readonly consentBytes: Uint8Array;
}

/** The recording and the consent are durable before anything is sent. */
export async function cloneVoice(maker: VoiceMaker, wish: CloneWish): Promise<NewVoice> {
  const { consent, consentBytes, sample, ...request } = wish;
  const isLocal = hasModel(maker, 'clone');
  if (isLocal) checkSample(maker, sample);
  const { library } = maker;
  await storeMedia(library, {
    bytes: consentBytes,
    extension: extname(consent.fileName).slice(1),
    name: consent.fileName,
  });
  const kept =
    'bytes' in sample
      ? await storeMedia(library, {
          bytes: sample.bytes,
          extension: audioFormatOf(sample.bytes) ?? 'bin',
          name: sample.fileName,
        })
      : undefined;
  const evidence = { consent, ...(kept === undefined ? {} : { sampleAssetId: AssetId.parse(kept.id) }) };
  if (isLocal) return keepRecipe(maker, 'cloned', request, { sample: kept?.id ?? '' }, evidence);
  const voiceId = request.voiceId ?? `Lectern-${shortId(library)}`;
  const made = await maker.service.cloneVoice({ ...request, voiceId, sample }, callOf(maker));
  return keepMade(maker, 'cloned', made, evidence);
}

export async function blendVoice(
  maker: VoiceMaker,
  request: Naming & { readonly parts: readonly { readonly voice: string; readonly weight: number }[] },
): Promise<NewVoice> {
  const mix = request.parts.map(({ voice, weight }) => ({ voice, weight }));
  return keepRecipe(maker, 'blended', request, { mix });
}

/** At the service first: what it still has must not be forgotten here. Throws `not-found` for a voice not made here. */
export async function removeVoice(
  library: Library,
  voice: KeptVoice,
  service: () => Promise<SpeechService>,
  signal?: AbortSignal,
): Promise<void> {
  if (voice.options === undefined) await (await service()).deleteVoice(voice, signal === undefined ? {} : { signal });
  markVoiceRemoved(library.db, voice, library.ports.nowMs());
}

/** `provider/id`, or an id that only one has. Throws AppError `not-found`. */
export function keptVoiceNamed(library: Library, text: string, provider: string | undefined): KeptVoice {
  const voices = keptVoices(library.db).filter((voice) => provider === undefined || voice.provider === provider);
  const fitting = voices.filter(({ provider: of, id }) => id === text || `${of}/${id}` === text);
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  const names = voices.map(({ provider: of, id }) => `${of}/${id}`).join(', ');
  throw new AppError({
    code: 'not-found',
    message:
      fitting.length > 1
        ? `Several connections have a voice "${text}": ${names}. Say which.`
        : `No voice "${text}" was made here. There are: ${names || 'none yet'}.`,
    details: { voice: text },
  });
}

function hasModel({ connection }: VoiceMaker, use: 'design' | 'clone'): boolean {
  return connection.models.some((model) => model.use === use);
}

/** Before it is kept for every later request. Throws ProviderError `validation`. */
function checkSample({ service }: VoiceMaker, sample: CloneVoiceRequest['sample']): void {
  const format = 'bytes' in sample ? audioFormatOf(sample.bytes) : null;
  if (format === 'mp3' || format === 'wav') return;
  throw new ProviderError(service.id, {
    kind: 'validation',
    phase: 'validate',
    message: `${service.name}: the sample must be an mp3 or wav file; this is ${'url' in sample ? 'an address' : (format ?? 'no audio')}.`,
  });
}

function keepRecipe(
  maker: VoiceMaker,
  kind: KeptVoice['kind'],
  { name, language }: Naming,
  options: Readonly<Record<string, Json>>,
  evidence: Pick<KeptVoice, 'consent' | 'sampleAssetId'> = {},
): NewVoice {
  const { library, service } = maker;
  const request = { provider: service.id, text: CHECK_TEXT, options, ...service.defaultsFor(options) };
  service.validate(request);
  const id = `${kind}-${shortId(library)}`;
  const voice = {
    provider: service.id,
    id,
    name,
    language,
    kind,
    options,
    ...evidence,
    createdAtMs: library.ports.nowMs(),
  };
  insertKeptVoice(library.db, voice);
  return { voice, warnings: [] };
}

function keepMade(
  { library }: VoiceMaker,
  kind: KeptVoice['kind'],
  made: MadeVoice,
  evidence: Pick<KeptVoice, 'consent' | 'sampleAssetId'>,
): NewVoice {
  const { provider, id, name, language } = made.voice;
  const voice = { provider, id, name, language, kind, ...evidence, createdAtMs: library.ports.nowMs() };
  insertKeptVoice(library.db, voice);
  return { voice, warnings: made.warnings, ...(made.preview === undefined ? {} : { preview: made.preview }) };
}

function callOf({ signal }: VoiceMaker): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function shortId(library: Library): string {
  return library.ports.newId().replaceAll('-', '').slice(0, 8);
}
