import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionKind } from '#core/connections/connection.ts';
import { newConnection } from '#core/connections/connection-defaults.ts';
import { testConnection } from '#core/connections/test-connection.ts';
import type { CloneVoiceRequest } from '#core/providers/speech-service.ts';
import { always } from '../../helpers/fake-services/faults.ts';
import { partsOfForm } from '../../helpers/fake-services/form-parts.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { failureOf, startUnderTest, type UnderTest } from './under-test.ts';

let under: UnderTest;
beforeAll(async () => {
  under = await startUnderTest();
});
beforeEach(() => under.fakes.clear());
afterAll(() => under.close());

const bytes = toneWav({ seconds: 0.2 });
const CLONE: CloneVoiceRequest = {
  voiceId: 'ferry-narrator-1',
  name: 'Narrator',
  language: 'en',
  sample: { bytes, fileName: 'tür "1".wav' },
};
const jsonOf = (kind: ConnectionKind, index: number) => under.fakes.servers[kind].calls[index]?.json;

describe('listing voices', () => {
  test.each(['minimax', 'dashscope'] as const)(
    '[PRV40] %s is asked once, and its odd ids stay as they are',
    async (kind) => {
      const service = under.service(kind);
      expect(await service.listVoices()).toHaveLength(466);
      expect(under.fakes.servers[kind].ledger).toHaveLength(0);
      const voices = await service.listVoices({ isRefresh: true });
      expect(voices.map(({ id, name, language, kind: made }) => [id, name, language, made])).toEqual([
        ['English_Graceful_Lady', 'Graceful Lady', 'en', 'built-in'],
        ['Santa_Claus ', 'Santa Claus', 'en', 'built-in'],
        ['Cantonese_ProfessionalHost（F)', '专业女主持', 'yue', 'built-in'],
      ]);
      expect(await service.listVoices()).toEqual(voices);
      expect(jsonOf(kind, 0)).toEqual(
        kind === 'minimax'
          ? { voice_type: 'all' }
          : { model: 'MiniMax/speech-2.8-turbo', input: { action: 'get_voice', voice_type: 'all' } },
      );
      expect(under.fakes.servers[kind].ledger).toHaveLength(1);
    },
  );

  test('[PRV40] Alibaba may know no list of these voices: the shipped one stays, and the key was taken', async () => {
    const service = under.service('dashscope');
    const body = JSON.stringify({ code: 'InvalidParameter', message: 'url error', request_id: 'r-1' });
    under.fakes.servers.dashscope.plan = always({ kind: 'status', status: 400, body });
    expect(await service.listVoices({ isRefresh: true })).toHaveLength(466);
    expect(await service.testConnection()).toMatchObject({ isAccepted: true });
    under.fakes.servers.dashscope.plan = always({ kind: 'status', status: 500, body: '{}' });
    expect((await failureOf(service.listVoices({ isRefresh: true }))).kind).toBe('server');
  });

  test.each(['minimax-global', 'minimax-china'] as const)(
    '[PRV40] %s has no list: the shipped one stays',
    async (kind) => {
      const service = under.service(kind);
      expect(await service.listVoices({ isRefresh: true })).toHaveLength(466);
      expect(under.fakes.servers[kind].ledger).toHaveLength(0);
    },
  );
});

describe('making voices', () => {
  test('[PRV40] cloning at MiniMax: upload, id digit by digit, clone, trial', async () => {
    const service = under.service('minimax');
    const made = await service.cloneVoice({
      ...CLONE,
      prompt: { bytes, fileName: 'prompt.wav', text: 'The quay.' },
      previewText: 'Hello there.',
      previewModel: 'speech-2.8-hd',
      reducesNoise: true,
      normalizesVolume: true,
    });
    expect(made.voice).toEqual({
      provider: 'minimax',
      id: 'ferry-narrator-1',
      name: 'Narrator',
      language: 'en',
      kind: 'cloned',
    });
    expect([made.preview?.format, made.warnings]).toEqual(['wav', []]);
    const [upload, promptUpload, clone] = under.fakes.servers.minimax.calls;
    const parts = upload === undefined ? [] : partsOfForm(upload);
    expect(parts.map((part) => [part.name, part.fileName])).toEqual([
      ['purpose', undefined],
      ['file', 'tür %221%22.wav'],
    ]);
    expect(parts[0]?.bytes.toString()).toBe('voice_clone');
    expect(parts[1]?.bytes.equals(Buffer.from(bytes))).toBe(true);
    expect(promptUpload === undefined ? '' : partsOfForm(promptUpload)[0]?.bytes.toString()).toBe('prompt_audio');
    // The ids are beyond 2^53: compared as text.
    expect(clone?.bytes.toString()).toBe(
      '{"file_id":123456789012345681,"voice_id":"ferry-narrator-1","clone_prompt":{"prompt_audio":123456789012345682,"prompt_text":"The quay."},"text":"Hello there.","model":"speech-2.8-hd","language_boost":"English","need_noise_reduction":true,"need_volume_normalization":true}',
    );
    const cloned = (await service.listVoices({ isRefresh: true })).filter((voice) => voice.kind === 'cloned');
    expect(cloned.map((voice) => voice.id)).toEqual(['ferry-narrator-1']);
    await service.deleteVoice(made.voice);
    expect(under.fakes.servers.minimax.calls.at(-1)?.json).toEqual({
      voice_type: 'voice_cloning',
      voice_id: 'ferry-narrator-1',
    });
    expect(await failureOf(service.deleteVoice(made.voice))).toMatchObject({ kind: 'voice_not_found' });
  });

  test('[PRV40] a duplicate id and a failing upload are told', async () => {
    const service = under.service('minimax');
    await service.cloneVoice({ ...CLONE, voiceId: 'ferry-narrator-2' });
    expect(await failureOf(service.cloneVoice({ ...CLONE, voiceId: 'ferry-narrator-2' }))).toMatchObject({
      kind: 'invalid_request',
      details: { providerCode: '2039' },
    });
    under.fakes.servers.minimax.plan = always({
      kind: 'status',
      status: 200,
      body: '{"base_resp":{"status_code":2038,"status_msg":"no clone permission"}}',
    });
    expect(await failureOf(service.cloneVoice(CLONE))).toMatchObject({ kind: 'permission' });
    under.fakes.servers.minimax.plan = always({
      kind: 'status',
      status: 200,
      body: '{"base_resp":{"status_code":0},"file":{}}',
    });
    expect(await failureOf(service.cloneVoice(CLONE))).toMatchObject({ kind: 'protocol' });
  });

  test('[PRV40] cloning at Alibaba takes an address and a text, nothing else', async () => {
    const service = under.service('dashscope');
    const request = { ...CLONE, sample: { url: 'https://example.com/sample.wav' }, previewText: '你说是什么就是什么' };
    const made = await service.cloneVoice(request);
    expect(made.voice.id).toBe('ferry-narrator-1');
    expect(made.preview?.format).toBe('wav');
    expect(jsonOf('dashscope', 0)).toEqual({
      model: 'MiniMax/speech-2.8-turbo',
      input: {
        action: 'voice_clone',
        voice_id: 'ferry-narrator-1',
        audio_url: 'https://example.com/sample.wav',
        text: '你说是什么就是什么',
      },
    });
    await service.deleteVoice(made.voice);
    expect(under.fakes.servers.dashscope.calls.at(-1)?.json).toEqual({
      model: 'MiniMax/speech-2.8-turbo',
      input: { action: 'delete_voice', voice_type: 'voice_cloning', voice_id: 'ferry-narrator-1' },
    });
    under.fakes.clear();
    for (const refused of [
      CLONE,
      { ...request, previewText: ' ' },
      { ...request, sample: { url: 'http://example.com/a.wav' } },
    ]) {
      expect(await failureOf(service.cloneVoice(refused))).toMatchObject({ kind: 'validation' });
    }
    expect(under.fakes.servers.dashscope.ledger).toHaveLength(0);
  });

  test.each<[string, Partial<CloneVoiceRequest>]>([
    ['an id of seven', { voiceId: 'short-1' }],
    ['an id that begins with a digit', { voiceId: '1ferry-narrator' }],
    ['an id that ends with a dash', { voiceId: 'ferry-narrator-' }],
    ['an id with a blank', { voiceId: 'ferry narrator' }],
    ['an id of 257', { voiceId: 'a'.repeat(257) }],
    ['a sample that is no audio', { sample: { bytes: Buffer.from('hello'), fileName: 'a.wav' } }],
    ['a sample of another format', { sample: { bytes: Buffer.from('fLaC and so on'), fileName: 'a.wav' } }],
    [
      'a sample above 20 MB',
      { sample: { bytes: Buffer.concat([bytes, Buffer.alloc(21_000_000)]), fileName: 'a.wav' } },
    ],
    ['an address', { sample: { url: 'https://example.com/a.wav' } }],
    ['a prompt that is no audio', { prompt: { bytes: Buffer.from('hello'), fileName: 'a.wav', text: 'hello' } }],
    ['a preview without a model', { previewText: 'hello' }],
    ['a long preview', { previewText: 'a'.repeat(1001), previewModel: 'speech-2.8-hd' }],
  ])('[PRV40] %s is refused before anything is sent', async (_name, changes) => {
    const service = under.service('minimax');
    expect(await failureOf(service.cloneVoice({ ...CLONE, ...changes }))).toMatchObject({ kind: 'validation' });
    expect(under.fakes.servers.minimax.ledger).toHaveLength(0);
  });

  test('[PRV40] designing at MiniMax', async () => {
    const service = under.service('minimax');
    const request = {
      description: 'A warm old voice',
      previewText: 'Good evening.',
      name: 'Grandfather',
      language: 'en',
    };
    const made = await service.designVoice(request);
    expect(made.voice).toEqual({
      provider: 'minimax',
      id: expect.stringMatching(/^ttv-voice-/),
      name: 'Grandfather',
      language: 'en',
      kind: 'designed',
    });
    expect(made.preview?.format).toBe('wav');
    expect(jsonOf('minimax', 0)).toEqual({ prompt: 'A warm old voice', preview_text: 'Good evening.' });
    await service.deleteVoice(made.voice);
    expect(jsonOf('minimax', 1)).toEqual({ voice_type: 'voice_generation', voice_id: made.voice.id });
    await service.designVoice({ ...request, voiceId: 'my-own-voice' });
    expect(jsonOf('minimax', 2)).toMatchObject({ voice_id: 'my-own-voice' });
    for (const refused of [
      { ...request, description: ' ' },
      { ...request, previewText: '' },
      { ...request, previewText: 'a'.repeat(501) },
    ]) {
      expect(await failureOf(service.designVoice(refused))).toMatchObject({ kind: 'validation' });
    }
    expect(await failureOf(service.deleteVoice({ id: 'English_Graceful_Lady', kind: 'built-in' }))).toMatchObject({
      kind: 'validation',
    });
  });

  test.each<[ConnectionKind, 'cloneVoice' | 'designVoice' | 'deleteVoice']>([
    ['minimax-global', 'cloneVoice'],
    ['minimax-global', 'designVoice'],
    ['minimax-china', 'deleteVoice'],
    ['minimax-china', 'cloneVoice'],
    ['dashscope', 'designVoice'],
    ['mimo', 'cloneVoice'],
    ['mimo', 'designVoice'],
    ['mimo', 'deleteVoice'],
  ])('[PRV40] %s has no %s and says so', async (kind, operation) => {
    const service = under.service(kind);
    const calls = {
      cloneVoice: () => service.cloneVoice(CLONE),
      designVoice: () => service.designVoice({ description: 'd', previewText: 'p', name: 'n', language: '' }),
      deleteVoice: () => service.deleteVoice({ id: 'x', kind: 'cloned' }),
    };
    expect(await failureOf(calls[operation]())).toMatchObject({ kind: 'unsupported_operation', isRetryable: false });
    expect(under.fakes.servers[kind].ledger).toHaveLength(0);
    expect([service.longText, service.understanding !== undefined]).toEqual([undefined, kind === 'mimo']);
  });
});

describe('testing a connection', () => {
  const KINDS: readonly ConnectionKind[] = ['mimo', 'minimax-global', 'minimax-china', 'dashscope', 'minimax'];

  test.each(KINDS)('[PRV64] %s is reached, takes the key, and bills nothing', async (kind) => {
    const result = await testConnection(newConnection(kind), 'k', under.service(kind));
    expect(result.isAccepted).toBe(true);
    expect(under.fakes.servers[kind].calls).toHaveLength(1);
    expect(under.fakes.servers[kind].calls[0]?.billedCharacters).toBe(0);
  });

  test.each(KINDS)('[PRV64] at %s a refused key is `auth`, and an absent service `network`', async (kind) => {
    const service = under.service(kind);
    under.fakes.servers[kind].plan = always({ kind: 'status', status: 401 });
    expect(await failureOf(testConnection(newConnection(kind), 'k', service))).toMatchObject({ kind: 'auth' });
    under.fakes.servers[kind].plan = always({ kind: 'close', at: 'start' });
    expect(await failureOf(testConnection(newConnection(kind), 'k', service))).toMatchObject({ kind: 'network' });
  });
});
