import { createHash } from 'node:crypto';
import type { Handlers, Output } from '#shared/contract/contract.ts';
import type { VOICE_METHODS } from '#shared/contract/voices.ts';
import { AppError } from '#shared/errors.ts';
import type { ProviderId } from '#shared/ids.ts';
import { measureSample, problemsOfSample, readySample } from '../../connections/clone-sample.ts';
import {
  blendVoice,
  cloneVoice,
  designVoice,
  keptVoiceNamed,
  type NewVoice,
  removeVoice,
  type VoiceMaker,
} from '../../connections/make-voice.ts';
import { type SampleRules, voiceMakingOf } from '../../connections/voice-makers.ts';
import { readRecording } from '../../connections/voice-samples.ts';
import { putAsset } from '../../library/decoded-audio.ts';
import { setFavouriteVoice } from '../../library/favourite-voices.ts';
import type { Consent } from '../../library/kept-voices.ts';
import { usesOfVoice } from '../../library/voice-uses.ts';
import { type AuditionParts, audition, auditionCost } from '../../voices/audition.ts';
import { listVoices } from '../../voices/list-voices.ts';
import { modelAbilities } from '../../voices/model-abilities.ts';
import type { StudioParts } from '../studio-parts.ts';

export function voiceHandlers(parts: StudioParts): Pick<Handlers, keyof typeof VOICE_METHODS> {
  const { core, library } = parts;
  const { connections } = core;
  const list = async (isRefresh: boolean) =>
    listVoices({
      library,
      providers: await core.providers(),
      connections: await connections.list(),
      keptVoices: await connections.keptVoices(),
      // The network is asked only by who may.
      isRefresh: isRefresh && !(await core.settings.read()).isOffline,
    });
  const made = (voice: NewVoice): Promise<Output<'voices.design'>> => madeVoice(parts, voice, list);
  return {
    'voices.list': ({ isRefresh = false }) => list(isRefresh),
    'voices.abilities': async () => modelAbilities(await core.providers()),
    'voices.setFavourite': ({ provider, id, isFavourite }) => {
      setFavouriteVoice(library.db, { provider, id }, isFavourite);
      return {};
    },
    'voices.audition': async (sentence) => audition(await auditionParts(parts), sentence),
    'voices.auditionCost': async (sentence) => auditionCost(await auditionParts(parts), sentence),
    'voices.makers': async () =>
      (await connections.list())
        .filter(({ key }) => key !== undefined)
        .map(({ connection }) => ({
          provider: connection.id,
          providerName: connection.name,
          ...voiceMakingOf(connection),
        })),
    'voices.design': async ({ provider, ...wish }) => made(await designVoice(await makerOf(parts, provider), wish)),
    'voices.checkSample': async ({ provider, fileId, trim }) => {
      const rules = await sampleRulesOf(parts, provider);
      const { path, name } = parts.uploads.file(fileId);
      const facts = await measureSample({ path, name, stretch: trim }, rules, { getFfmpeg: core.ffmpeg });
      const { durationMs, loudnessLufs, peakDbfs, noiseFloorDb } = facts;
      return { durationMs, loudnessLufs, peakDbfs, noiseFloorDb, problems: problemsOfSample(facts, rules) };
    },
    'voices.clone': async (wish) => {
      const { provider, name, language, sample, trim, consent } = wish;
      const rules = await sampleRulesOf(parts, provider);
      const maker = await makerOf(parts, provider);
      const evidence = await consentOf(parts, consent);
      const { path, name: fileName } = parts.uploads.file(sample);
      const ready = await readySample({ path, name: fileName, stretch: trim }, rules, { getFfmpeg: core.ffmpeg });
      const voice = await cloneVoice(maker, { name, language, sample: ready, ...evidence });
      await parts.uploads.forget(sample);
      if (consent.recording !== undefined) await parts.uploads.forget(consent.recording);
      return made(voice);
    },
    'voices.blend': async ({ provider, ...wish }) => made(await blendVoice(await makerOf(parts, provider), wish)),
    'voices.remove': async ({ provider, id }) => {
      const voice = keptVoiceNamed(library, id, provider);
      await removeVoice(library, voice, () => connections.service(provider));
      return {};
    },
    'voices.uses': ({ provider, id }) => usesOfVoice(library.db, { provider, voiceId: id }),
  };
}

async function auditionParts({ core, library, queue }: StudioParts): Promise<AuditionParts> {
  const { isOffline } = await core.settings.read();
  return { library, queue, voices: await core.voices(), costOf: await core.connections.costOf(), isOffline };
}

async function makerOf({ core, library }: StudioParts, provider: ProviderId): Promise<VoiceMaker> {
  const { connection } = await core.connections.named(provider);
  return { library, connection, service: await core.connections.service(provider) };
}

/** Throws `invalid-input` where no voice is copied from a file. */
async function sampleRulesOf({ core }: StudioParts, provider: ProviderId): Promise<SampleRules> {
  const { connection } = await core.connections.named(provider);
  const { sample } = voiceMakingOf(connection);
  if (sample) return sample;
  throw new AppError({
    code: 'invalid-input',
    message: `${connection.name} copies no voices from a file. Choose another connection.`,
    details: { connection: provider },
  });
}

/** Kept with the voice: the recording or scan of the statement, or the statement itself as a file. */
async function consentOf(
  { core, uploads }: StudioParts,
  { who, statement, recording }: Parameters<Handlers['voices.clone']>[0]['consent'],
): Promise<{ readonly consent: Consent; readonly consentBytes: Uint8Array }> {
  const when = new Date(core.ports.nowMs()).toISOString();
  const file = recording === undefined ? undefined : uploads.file(recording);
  const consentBytes =
    file === undefined
      ? Buffer.from(JSON.stringify({ who, when, statement }, null, 2))
      : await readRecording(file.path);
  const sha256 = createHash('sha256').update(consentBytes).digest('hex');
  return { consent: { who, when, statement, fileName: file?.name ?? 'consent.json', sha256 }, consentBytes };
}

async function madeVoice(
  { library }: StudioParts,
  { voice, preview, warnings }: NewVoice,
  list: (isRefresh: boolean) => Promise<Output<'voices.list'>>,
): Promise<Output<'voices.design'>> {
  const { voices } = await list(false);
  const listed = voices.find(({ provider, id }) => provider === voice.provider && id === voice.id)!;
  if (preview === undefined) return { voice: listed, warnings };
  try {
    const bytes = { bytes: preview.bytes, extension: preview.format, name: voice.name };
    return { voice: listed, preview: await putAsset(library, bytes), warnings };
  } catch (error) {
    // The voice exists; only its trial cannot be played.
    if (!(error instanceof AppError) || !['unsupported-audio', 'truncated-audio'].includes(error.code)) throw error;
    return { voice: listed, warnings: [...warnings, 'preview_failed'] };
  }
}
