import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { always } from '../../helpers/fake-services/faults.ts';
import { type FakeServices, startFakeServices } from '../../helpers/fake-services/start-fake-services.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { openTestStudio, type TestStudio } from '../../helpers/test-studio.ts';

const TEXT = 'The last ferry left at nine.';
const CONSENT = { who: 'Ana', statement: 'I agree that my voice is copied for this book.' };
let services: FakeServices;
let studio: TestStudio;
beforeAll(async () => {
  services = await startFakeServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  services.clear();
  studio = await openTestStudio({ environment: services.environment });
});
afterEach(() => studio.close());

const listed = async (provider: string, id: string) =>
  (await studio.call('voices.list', {})).voices.find((voice) => voice.provider === provider && voice.id === id);

test('[STC90] every voice of every connection is listed, with what the person likes; one that does not answer costs its news', async () => {
  services.servers.minimax.plan = always({ kind: 'status', status: 503, body: '{}' });
  const { voices, problems } = await studio.call('voices.list', { isRefresh: true });
  expect(problems).toMatchObject([{ provider: 'minimax', error: { code: 'provider-error', kind: 'server' } }]);
  const providers = new Set(voices.map(({ provider }) => provider));
  expect([...providers]).toEqual(expect.arrayContaining(['flite', 'mimo', 'minimax', 'dashscope']));
  expect(voices.filter(({ provider }) => provider === 'minimax').length).toBeGreaterThan(300);
  const voice = { provider: 'flite', id: 'slt' };
  await studio.call('voices.setFavourite', { ...voice, isFavourite: true });
  studio = await studio.restart();
  expect(await listed('flite', 'slt')).toMatchObject({ isFavourite: true, isOwn: false, gender: 'female' });
  await studio.call('voices.setFavourite', { ...voice, isFavourite: false });
  expect(await listed('flite', 'slt')).toMatchObject({ isFavourite: false });
});

test('[STC91] a model’s abilities are those its requests are checked by', async () => {
  const abilities = await studio.call('voices.abilities', {});
  const of = (provider: string, model: string) =>
    abilities.find((entry) => entry.provider === provider && entry.model === model)!;
  const option = (provider: string, model: string, name: string) =>
    of(provider, model).options.find((entry) => entry.name === name);
  expect(of('mimo', 'mimo-v2.5-tts')).toMatchObject({
    hasStyle: true,
    hasDirectorMode: true,
    isDefault: true,
    use: 'speech',
  });
  expect(of('mimo', 'mimo-v2.5-tts-voicedesign')).toMatchObject({ use: 'design', soundTags: [] });
  expect(option('minimax', 'speech-2.8-hd', 'speed')).toMatchObject({ kind: 'number', min: 0.5, max: 2, default: 1 });
  expect(option('minimax', 'speech-2.8-hd', 'effects.pitch')).toMatchObject({
    kind: 'number',
    min: -100,
    max: 100,
    step: 1,
  });
  expect(option('minimax', 'speech-2.6-hd', 'emotion')!.choices).toContain('whisper');
  expect(option('minimax', 'speech-2.8-hd', 'emotion')!.choices).not.toContain('whisper');
  expect(option('minimax-china', 'speech-2.6-hd', 'format')!.choices).not.toContain('opus');
  expect(option('minimax', 'speech-2.6-hd', 'sampleRate')!.choices).toContain(44_100);
  expect(abilities.find(({ provider }) => provider === 'flite')!.options.map(({ name }) => name)).toEqual([
    'speed',
    'pitch',
  ]);

  // Every choice and both ends of every range are really taken.
  const providers = await studio.core.providers();
  for (const { provider: id, model, options } of abilities) {
    const provider = providers.find((known) => known.id === id)!;
    for (const { name, min, max, choices = [], kind } of options) {
      const values = kind === 'flag' ? [true] : [...choices, ...[min, max].filter((value) => value !== undefined)];
      for (const value of values) {
        const [outer, inner] = name.split('.') as [string, string | undefined];
        const needed = name === 'bitrate' ? { format: 'mp3' } : {};
        const design = model.endsWith('-voicedesign') ? { design: 'An old man' } : {};
        const set = inner === undefined ? { [outer]: value } : { [outer]: { [inner]: value } };
        const request = {
          provider: provider.id,
          model,
          voiceId: model.endsWith('design') ? '' : provider.defaultVoiceId,
          text: TEXT,
          options: { ...needed, ...design, ...set },
        };
        // A copy needs its sample, which is the voice's own business.
        if (!model.endsWith('-voiceclone'))
          expect(() => provider.validate(request), `${id} ${model} ${name}=${value}`).not.toThrow();
      }
    }
  }
});

test('[STC92] a sentence is heard for its price once, and the price is known before', async () => {
  const sentence = { binding: { provider: 'minimax-china', voiceId: 'male-qn-qingse' }, text: '你好。' };
  const before = await studio.call('voices.auditionCost', sentence);
  expect(before).toEqual({ isHeard: false, billedCharacters: 5, cost: { amount: 0.00175, currency: 'CNY' } });
  const first = await studio.call('voices.audition', sentence);
  expect(first).toMatchObject({ assets: [{ channels: 1 }], cost: { currency: 'CNY' } });
  expect(first.billedCharacters).toBeGreaterThan(0);
  const again = await studio.call('voices.audition', sentence);
  expect(again).toEqual({ assets: first.assets, billedCharacters: 0, cost: null });
  expect(await studio.call('voices.auditionCost', sentence)).toEqual({
    isHeard: true,
    billedCharacters: 0,
    cost: null,
  });
  expect(services.servers['minimax-china'].calls).toHaveLength(1);
  // A trial is no clip of the library.
  expect((await studio.call('library.search', {})).total).toBe(0);
  await studio.call('settings.change', { isOffline: true });
  expect((await studio.call('voices.audition', sentence)).assets).toEqual(first.assets);
  await expect(studio.call('voices.audition', { ...sentence, text: '再见。' })).rejects.toMatchObject({
    details: { kind: 'unsupported_operation' },
  });
});

test('[STC93] voices are designed, tried and removed, at the service too', async () => {
  const wish = { name: 'Keeper', language: 'en', description: 'An old man, tired', previewText: TEXT };
  const made = await studio.call('voices.design', { provider: 'minimax', ...wish });
  expect(made).toMatchObject({ voice: { kind: 'designed', isOwn: true, name: 'Keeper' }, preview: { channels: 1 } });
  const local = await studio.call('voices.design', { provider: 'mimo', ...wish });
  expect(local.preview).toBeUndefined();
  const binding = { provider: 'mimo', voiceId: local.voice.id };
  expect((await studio.call('voices.audition', { binding, text: TEXT })).assets).toHaveLength(1);
  await studio.call('voices.remove', { provider: 'minimax', id: made.voice.id });
  expect(services.servers.minimax.calls.at(-1)?.json).toMatchObject({ voice_type: 'voice_generation' });
  expect(await listed('minimax', made.voice.id)).toBeUndefined();
  const { projectId } = await studio.call('scripts.import', {
    source: { text: `---\ntitle: K\ncast:\n  KEEPER: mimo/${local.voice.id}\n---\n\nKEEPER: Late.\n` },
    projectName: 'Night',
  });
  const { id: empty } = await studio.call('episodes.create', { projectId, title: 'Two' });
  expect(await studio.call('voices.uses', { provider: 'mimo', id: local.voice.id })).toMatchObject([
    { projectName: 'Night', episodeTitle: 'K', speaker: 'KEEPER' },
  ]);
  // Also where the project's cast gives it.
  await studio.call('projects.change', {
    projectId,
    defaults: { cast: [{ name: 'Keeper', voice: { provider: 'mimo', voiceId: local.voice.id } }] },
  });
  const { id: third } = await studio.call('episodes.create', { projectId, title: 'Three' });
  const uses = await studio.call('voices.uses', { provider: 'mimo', id: local.voice.id });
  expect(uses.map(({ episodeTitle }) => episodeTitle)).toEqual(['K', 'Three']);
  expect(uses.some(({ episodeId }) => episodeId === empty)).toBe(false);
  expect(uses.some(({ episodeId }) => episodeId === third)).toBe(true);
});

test('[STC94] a sample is measured as it would be sent, and the service’s limits are said', async () => {
  const makers = await studio.call('voices.makers', {});
  expect(makers.find(({ provider }) => provider === 'minimax')).toMatchObject({
    canDesign: true,
    sample: { minMs: 10_000, formats: ['mp3', 'm4a', 'wav'] },
  });
  expect(makers.find(({ provider }) => provider === 'dashscope')).toMatchObject({
    canDesign: false,
    canBlend: true,
    sample: null,
  });
  const fileId = await studio.upload('ana.wav', toneWav({ seconds: 12, rateHz: 48_000 }));
  const whole = await studio.call('voices.checkSample', { provider: 'minimax', fileId });
  expect(whole.durationMs).toBeCloseTo(12_000, -1);
  expect(whole.problems.filter(({ isFatal }) => isFatal)).toEqual([]);
  expect(whole.peakDbfs).toBeCloseTo(-12.2, 0);
  const cut = await studio.call('voices.checkSample', {
    provider: 'minimax',
    fileId,
    trim: { startMs: 1_000, endMs: 5_000 },
  });
  expect(cut.durationMs).toBeCloseTo(4_000, -1);
  expect(cut.problems).toContainEqual({ isFatal: true, text: expect.stringContaining('at least 10.0 seconds') });
  const silence = await studio.upload('silence.wav', toneWav({ seconds: 0, silenceSeconds: 6, rateHz: 48_000 }));
  const { problems } = await studio.call('voices.checkSample', { provider: 'mimo', fileId: silence });
  expect(problems[0]).toMatchObject({ isFatal: true });
  await expect(studio.call('voices.checkSample', { provider: 'dashscope', fileId })).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test('[STC95] a voice is copied from a stretch of a recording with the consent kept beside it, and revoked', async () => {
  const sample = await studio.upload('ana.wav', toneWav({ seconds: 20, rateHz: 48_000 }));
  const clone = { provider: 'mimo', name: 'Ana', language: 'en', sample, trim: { startMs: 2_000, endMs: 12_000 } };
  await expect(
    studio.call('voices.clone', { ...clone, consent: { who: 'Ana', statement: ' ' } }),
  ).rejects.toMatchObject({
    code: 'invalid-input',
  });
  const { voice } = await studio.call('voices.clone', { ...clone, consent: CONSENT });
  expect(voice).toMatchObject({ kind: 'cloned', isOwn: true, consent: CONSENT });
  await studio.call('voices.audition', { binding: { provider: 'mimo', voiceId: voice.id }, text: TEXT });
  const sent = (services.servers.mimo.calls.at(-1)!.json as { audio: { voice: string } }).audio.voice;
  const wav = Buffer.from(sent.split(',')[1]!, 'base64');
  expect([wav.readUInt32LE(24), wav.length]).toEqual([48_000, 44 + 2 * 48_000 * 10]);

  const library = await studio.core.library();
  const evidence = library.db.get<{ id: string }>(
    'SELECT asset.id FROM voice JOIN asset ON asset.number = consent_asset_number',
  )!.id;
  const kept = JSON.parse(
    await readFile(join(library.folders.media, evidence.slice(0, 2), `${evidence}.json`), 'utf8'),
  );
  expect(kept).toMatchObject(CONSENT);
  await studio.call('voices.remove', { provider: 'mimo', id: voice.id });
  expect(await listed('mimo', voice.id)).toBeUndefined();
  // The evidence outlives the voice.
  expect(
    library.db.get('SELECT 1 FROM voice WHERE consent_json IS NOT NULL AND removed_at_ms IS NOT NULL'),
  ).toBeDefined();
});

test('[STC95] a recorded statement is kept as it is; what the service refuses is not sent', async () => {
  const sample = await studio.upload('ana.flac', toneWav({ seconds: 11, rateHz: 44_100 }));
  const recording = await studio.upload('yes.wav', toneWav({ seconds: 1, rateHz: 8_000 }));
  const wish = { provider: 'minimax', name: 'Ana', language: 'en', sample };
  await expect(
    studio.call('voices.clone', { ...wish, trim: { startMs: 0, endMs: 3_000 }, consent: CONSENT }),
  ).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('ana.flac') });
  expect(services.servers.minimax.calls).toEqual([]);
  const { voice } = await studio.call('voices.clone', { ...wish, consent: { ...CONSENT, recording } });
  expect(voice).toMatchObject({ provider: 'minimax', kind: 'cloned', consent: CONSENT });
  const consent = (await studio.core.connections.keptVoices())[0]?.consent;
  expect(consent).toMatchObject({ fileName: 'yes.wav', who: 'Ana' });
});

test('[STC96] voices are blended, within what the service takes', async () => {
  const parts = [
    { voice: 'male-qn-qingse', weight: 70 },
    { voice: 'female-shaonv', weight: 30 },
  ];
  const { voice } = await studio.call('voices.blend', { provider: 'minimax', name: 'Duo', language: 'zh', parts });
  expect(voice).toMatchObject({ kind: 'blended', isOwn: true });
  await studio.call('voices.audition', { binding: { provider: 'minimax', voiceId: voice.id }, text: TEXT });
  expect(services.servers.minimax.calls.at(-1)?.json).toMatchObject({
    timbre_weights: [
      { voice_id: 'male-qn-qingse', weight: 70 },
      { voice_id: 'female-shaonv', weight: 30 },
    ],
  });
  await expect(
    studio.call('voices.blend', { provider: 'mimo', name: 'Duo', language: 'zh', parts }),
  ).rejects.toMatchObject({ details: { kind: 'validation' } });
});
