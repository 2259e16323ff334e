import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UtteranceRequest } from '#core/providers/speech-provider.ts';
import { always } from '../../helpers/fake-services/faults.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { failureOf, requestOf, startUnderTest, TEXT, type UnderTest } from './under-test.ts';

let under: UnderTest;
beforeAll(async () => {
  under = await startUnderTest();
});
beforeEach(() => under.fakes.clear());
afterAll(() => under.close());

const wav = toneWav({ seconds: 0.2 });
const samples = new Map<string, Uint8Array>();
function keep(bytes: Uint8Array): string {
  const id = createHash('sha256').update(bytes).digest('hex');
  samples.set(id, bytes);
  return id;
}
const readSample = async (id: string) => samples.get(id);

async function bodyFor(changes: Partial<UtteranceRequest>, isStreamed = false): Promise<unknown> {
  const service = under.service('mimo', { readSample });
  await service.synthesize(requestOf(service, changes), { isStreamed });
  return under.fakes.servers.mimo.calls[0]?.json;
}

const assistant = { role: 'assistant', content: TEXT };

describe('what MiMo is sent', () => {
  test('[PRV50] a named voice, whole: exact body and headers', async () => {
    expect(await bodyFor({ voiceId: 'Chloe', style: 'bright, fast' })).toEqual({
      model: 'mimo-v2.5-tts',
      messages: [{ role: 'user', content: 'bright, fast' }, assistant],
      audio: { format: 'wav', voice: 'Chloe' },
    });
    const {
      host: _host,
      connection: _connection,
      'content-length': _length,
      ...headers
    } = under.fakes.servers.mimo.calls[0]?.headers ?? {};
    expect(headers).toEqual({
      'user-agent': 'Lectern',
      'content-type': 'application/json',
      accept: 'application/json',
      'api-key': 'fake-mimo-key',
    });
  });

  test('[PRV50] the default voice is said, and no style is no message', async () => {
    expect(await bodyFor({ voiceId: '' })).toEqual({
      model: 'mimo-v2.5-tts',
      messages: [assistant],
      audio: { format: 'wav', voice: 'mimo_default' },
    });
  });

  test.each([undefined, 'wav', 'pcm', 'pcm16'])(
    '[PRV53] streams are samples, whatever was asked: %s',
    async (format) => {
      expect(await bodyFor({ voiceId: '冰糖', options: format === undefined ? {} : { format } }, true)).toEqual({
        model: 'mimo-v2.5-tts',
        messages: [assistant],
        audio: { format: 'pcm16', voice: '冰糖' },
        stream: true,
      });
    },
  );

  test('[PRV50] mp3 can be had whole', async () => {
    const service = under.service('mimo');
    expect((await service.synthesize(requestOf(service, { options: { format: 'mp3' } }))).format).toBe('mp3');
    expect(() => service.validate(requestOf(service, { options: { format: 'mp3' } }), { isStreamed: true })).toThrow(
      /streamed/,
    );
  });

  test('[PRV50] a designed voice has a description and no name', async () => {
    expect(await bodyFor({ options: { design: 'Give me a young male tone.' }, style: 'calm' })).toEqual({
      model: 'mimo-v2.5-tts-voicedesign',
      messages: [{ role: 'user', content: 'Give me a young male tone.\n\ncalm' }, assistant],
      audio: { format: 'wav' },
    });
  });

  test('[PRV50] the design model may polish a text, or write its own; a warning says so', async () => {
    const service = under.service('mimo');
    const options = { design: 'An old man.', optimizeText: true };
    const spoken = await service.synthesize(requestOf(service, { options, text: '' }));
    expect(spoken.warnings).toEqual(['text_may_be_rewritten']);
    expect(under.fakes.servers.mimo.calls[0]?.json).toEqual({
      model: 'mimo-v2.5-tts-voicedesign',
      messages: [{ role: 'user', content: 'An old man.' }],
      audio: { format: 'wav', optimize_text_preview: true },
    });
    await service.synthesize(requestOf(service, { options: { ...options, optimizeText: false } }));
    expect(under.fakes.servers.mimo.calls[1]?.json).toMatchObject({ audio: { optimize_text_preview: false } });
  });

  test('[PRV52] a copied voice is its sample, typed by content', async () => {
    const sample = keep(wav);
    expect(await bodyFor({ options: { sample } })).toEqual({
      model: 'mimo-v2.5-tts-voiceclone',
      messages: [assistant],
      audio: { format: 'wav', voice: `data:audio/wav;base64,${Buffer.from(wav).toString('base64')}` },
    });
    const service = under.service('mimo');
    const mp3 = keep((await service.synthesize(requestOf(service, { options: { format: 'mp3' } }))).bytes);
    under.fakes.clear();
    expect(await bodyFor({ options: { sample: mp3 } }, true)).toMatchObject({
      audio: { format: 'pcm16', voice: expect.stringMatching(/^data:audio\/mpeg;base64,/) },
      stream: true,
    });
  });

  test('[PRV52] a sample that is no mp3 or wav, too large, or not there is refused before anything is sent', async () => {
    const service = under.service('mimo', { readSample });
    const large = Buffer.concat([wav, Buffer.alloc(7_500_000)]);
    const refused: readonly (readonly [string, RegExp])[] = [
      [keep(Buffer.from('OggS plus more')), /mp3 or wav/],
      [keep(Buffer.from('hello')), /no audio/],
      [keep(large), /7\.5 MB/],
      ['0'.repeat(64), /not in the library/],
    ];
    for (const [sample, message] of refused) {
      const failure = await failureOf(service.synthesize(requestOf(service, { options: { sample } })));
      expect(failure).toMatchObject({ kind: 'validation', message: expect.stringMatching(message) });
    }
    expect(under.fakes.servers.mimo.ledger).toHaveLength(0);
  });

  test("[PRV51] the director's three fields follow the style as one instruction", async () => {
    const director = { character: 'A lighthouse keeper.', scene: ' Storm. ', guidance: 'Slow, hoarse.' };
    expect(await bodyFor({ style: 'tired', options: { director } })).toMatchObject({
      messages: [
        { role: 'user', content: 'tired\n\nRole: A lighthouse keeper.\n\nScene: Storm.\n\nGuidance: Slow, hoarse.' },
        assistant,
      ],
    });
    under.fakes.clear();
    expect(await bodyFor({ options: { director: { scene: 'Storm.', guidance: ' ' } } })).toMatchObject({
      messages: [{ role: 'user', content: 'Scene: Storm.' }, assistant],
    });
  });

  test('[PRV50] tags go through as they are, and singing only where there is singing', async () => {
    for (const text of [
      '(唱歌)原谅我这一生',
      '（唱歌 温柔）歌词',
      '[sing] la la',
      '(Singing) la',
      '(nervously) Hoo… (sighs) Well.',
    ]) {
      expect(await bodyFor({ text }), text).toMatchObject({ messages: [{ content: text }] });
      under.fakes.clear();
    }
    const service = under.service('mimo', { readSample });
    for (const options of [{ design: 'A choir.' }, { sample: keep(wav) }]) {
      expect(() => service.validate(requestOf(service, { options, text: '(sing) la' }))).toThrow(/does not sing/);
      expect(() => service.validate(requestOf(service, { options, text: 'We sing (sighs) often' }))).not.toThrow();
    }
    const designed = await service.synthesize(
      requestOf(service, { options: { design: 'A man.' }, text: '(sighs) Well.' }),
    );
    expect(designed.warnings).toEqual(['audio_tags_unsupported']);
  });

  test.each<[string, Partial<UtteranceRequest>]>([
    ['nothing to say', { text: ' ' }],
    ['a text too long', { text: 'a'.repeat(2501) }],
    ['a pause', { text: 'one <#1#> two' }],
    ['a broken pause', { text: 'one <#x#> two' }],
    ['a speed', { options: { speed: 1 } }],
    ['a language', { options: { language: 'en' } }],
    ['an unknown format', { options: { format: 'opus' } }],
    ['a description for the named voices', { model: 'mimo-v2.5-tts', options: { design: 'x' } }],
    ['a sample for the named voices', { model: 'mimo-v2.5-tts', options: { sample: '0'.repeat(64) } }],
    ['polishing for the named voices', { options: { optimizeText: true } }],
    ['no description for the design model', { model: 'mimo-v2.5-tts-voicedesign', voiceId: '' }],
    ['a name for the design model', { voiceId: 'Mia', options: { design: 'x' } }],
    ['no sample for the cloning model', { model: 'mimo-v2.5-tts-voiceclone', voiceId: '' }],
    ['a sample that is no id', { options: { sample: '../voice.mp3' } }],
  ])('[PRV50] %s is refused before anything is sent', async (_name, changes) => {
    const service = under.service('mimo', { readSample });
    expect(() => service.validate(requestOf(service, changes))).toThrow(
      expect.objectContaining({ kind: 'validation' }),
    );
    expect(await failureOf(service.synthesize(requestOf(service, changes)))).toMatchObject({ kind: 'validation' });
    expect(under.fakes.servers.mimo.ledger).toHaveLength(0);
  });

  test('[PRV50] a key can be sent the other way to a proxy that wants it so', async () => {
    const service = under.service('mimo', {}, { authHeader: 'bearer' });
    await failureOf(service.synthesize(requestOf(service)));
    expect(under.fakes.servers.mimo.calls[0]?.headers).toMatchObject({ authorization: 'Bearer fake-mimo-key' });
    expect(under.fakes.servers.mimo.calls[0]?.headers['api-key']).toBeUndefined();
  });

  test('[PRV4] a stream of one line of 24 MB is spoken', async () => {
    const data = Buffer.alloc(18_000_000, 3).toString('base64');
    const frame = JSON.stringify({ choices: [{ index: 0, delta: { audio: { data } }, finish_reason: 'stop' }] });
    const service = under.service('mimo', { timeoutMs: 60_000 });
    const headers = { 'content-type': 'text/event-stream' };
    under.fakes.servers.mimo.plan = always({
      kind: 'status',
      status: 200,
      headers,
      body: `data: ${frame}\n\ndata: [DONE]\n\n`,
    });
    const spoken = await service.synthesize(requestOf(service), { isStreamed: true });
    expect([spoken.chunks, spoken.receivedBytes?.length, spoken.bytes.length]).toEqual([1, 18_000_000, 18_000_044]);
  });

  test('[PRV56] speech cut for its length is a warning', async () => {
    const service = under.service('mimo');
    under.fakes.servers.mimo.plan = always({ kind: 'words', as: 'length' });
    for (const isStreamed of [false, true]) {
      expect((await service.synthesize(requestOf(service), { isStreamed })).warnings).toEqual(['truncated_by_length']);
    }
  });

  test('[PRV50] its nine voices and what it can do', async () => {
    const service = under.service('mimo');
    expect((await service.listVoices({ isRefresh: true })).map((voice) => voice.id)).toEqual([
      'mimo_default',
      '冰糖',
      '茉莉',
      '苏打',
      '白桦',
      'Mia',
      'Chloe',
      'Milo',
      'Dean',
    ]);
    expect(service.capabilities('mimo-v2.5-tts')).toMatchObject({
      hasNativePauses: false,
      hasStyle: true,
      hasPronunciationDictionary: false,
    });
    expect(service.capabilities('mimo-v2.5-tts').soundTags).toContain('sighs');
    expect(service.capabilities('mimo-v2.5-tts-voicedesign').soundTags).toEqual([]);
  });
});
