/** Every service, whole and streamed: the request on the wire, and what comes of the answer. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionKind } from '#core/connections/connection.ts';
import { always, faultsInTurn } from '../../helpers/fake-services/faults.ts';
import { failureOf, requestOf, startUnderTest, TEXT, type UnderTest } from './under-test.ts';

let under: UnderTest;
beforeAll(async () => {
  under = await startUnderTest();
});
beforeEach(() => under.fakes.clear());
afterAll(() => under.close());

type MinimaxKind = Exclude<ConnectionKind, 'mimo'>;
const FLAT: readonly MinimaxKind[] = ['minimax', 'minimax-global', 'minimax-china'];
const MINIMAX: readonly MinimaxKind[] = [...FLAT, 'dashscope'];
const ALL: readonly ConnectionKind[] = [...MINIMAX, 'mimo'];
const BOTH = ALL.flatMap((kind) => [[kind, false] as const, [kind, true] as const]);
const MINIMAX_BOTH = MINIMAX.flatMap((kind) => [[kind, false] as const, [kind, true] as const]);

/** Names and values of all headers but those of the connection itself. */
function headersOf(kind: ConnectionKind): Record<string, string> {
  const {
    host: _host,
    connection: _connection,
    'content-length': _length,
    ...headers
  } = under.fakes.servers[kind].calls[0]?.headers ?? {};
  return headers;
}

function bodyOf(kind: ConnectionKind): unknown {
  return under.fakes.servers[kind].calls[0]?.json;
}

describe('what is sent', () => {
  test.each(FLAT)('[PRV30] to %s, whole and streamed', async (kind) => {
    const service = under.service(kind);
    const fields = { model: 'speech-2.8-hd', text: TEXT, voice_setting: { voice_id: service.defaultVoiceId } };
    const own = {
      'user-agent': 'Lectern',
      'content-type': 'application/json',
      authorization: `Bearer fake-${kind}-key`,
    };
    await service.synthesize(requestOf(service));
    expect([under.fakes.servers[kind].calls[0]?.method, under.fakes.servers[kind].calls[0]?.path]).toEqual([
      'POST',
      '/v1/t2a_v2',
    ]);
    expect(bodyOf(kind)).toEqual(fields);
    expect(headersOf(kind)).toEqual({ ...own, accept: 'application/json' });
    under.fakes.clear();
    await service.synthesize(requestOf(service), { isStreamed: true });
    expect(bodyOf(kind)).toEqual({ ...fields, stream: true, stream_options: { exclude_aggregated_audio: true } });
    expect(headersOf(kind)).toEqual({ ...own, accept: 'text/event-stream' });
  });

  test('[PRV38] to Alibaba, whole and streamed', async () => {
    const service = under.service('dashscope');
    const input = {
      text: TEXT,
      voice_setting: { voice_id: 'male-qn-qingse', speed: 1.2 },
      audio_setting: { format: 'mp3' },
      language_boost: 'English',
    };
    const request = requestOf(service, { options: { speed: 1.2, format: 'mp3', language: 'en' } });
    const own = {
      'user-agent': 'Lectern',
      'content-type': 'application/json',
      authorization: 'Bearer fake-dashscope-key',
    };
    await service.synthesize(request);
    expect(under.fakes.servers.dashscope.calls[0]?.path).toBe('/api/v1/services/aigc/multimodal-generation/generation');
    expect(bodyOf('dashscope')).toEqual({ model: 'MiniMax/speech-2.8-hd', input });
    expect(headersOf('dashscope')).toEqual({ ...own, accept: 'application/json' });
    under.fakes.clear();
    await service.synthesize(request, { isStreamed: true });
    expect(bodyOf('dashscope')).toEqual({
      model: 'MiniMax/speech-2.8-hd',
      input: { ...input, stream_options: { exclude_aggregated_audio: true } },
    });
    expect(headersOf('dashscope')).toEqual({ ...own, accept: 'text/event-stream', 'x-dashscope-sse': 'enable' });
  });

  test.each(MINIMAX)('[PRV30] everything %s can be asked for is taken by a strict server', async (kind) => {
    const service = under.service(kind);
    const options = {
      speed: 1.1,
      volume: 2,
      pitch: -1,
      emotion: 'neutral',
      language: 'auto',
      textNormalization: true,
      pronounce: ['ferry/fairy'],
      effects: { pitch: 5, intensity: -5, timbre: 1, sound: 'robotic' },
      format: 'mp3',
      sampleRate: 24000,
      bitrate: 64000,
      channels: 2,
      subtitles: 'sentence',
      watermark: true,
      resultAsUrl: true,
    };
    const mixed = {
      ...options,
      mix: [
        { voice: 'male-qn-qingse', weight: 70 },
        { voice: 'Santa_Claus ', weight: 30 },
      ],
    };
    expect((await service.synthesize(requestOf(service, { options: mixed }))).warnings).toEqual([]);
    const { subtitles: _subtitles, watermark: _watermark, resultAsUrl: _url, ...streamable } = options;
    await service.synthesize(requestOf(service, { options: { ...streamable, forceCbr: true } }), { isStreamed: true });
    await service.synthesize(requestOf(service, { text: 'Wait <#0.25#> for it (laughs).' }));
    expect(under.fakes.servers[kind].calls.every((call) => call.isAnswered)).toBe(true);
  });

  test('[PRV35] a gateway that wants the other spelling refuses until it gets it', async () => {
    const options = { mix: [{ voice: 'a', weight: 1 }] };
    const { startFakeMinimax } = await import('../../helpers/fake-services/fake-minimax.ts');
    const { createFakeSpeech } = await import('../../helpers/fake-services/fake-speech.ts');
    const speech = createFakeSpeech();
    const fake = await startFakeMinimax({
      speech,
      key: 'fake-minimax-china-key',
      isGateway: true,
      weightsField: 'timber_weights',
    });
    const timbre = under.service('minimax-china', {}, { baseUrl: fake.url });
    expect(await failureOf(timbre.synthesize(requestOf(timbre, { options })))).toMatchObject({
      kind: 'invalid_request',
    });
    const timber = under.service('minimax-china', {}, { baseUrl: fake.url, weightsSpelling: 'timber' });
    expect((await timber.synthesize(requestOf(timber, { options }))).format).toBe('mp3');
    await fake.close();
    await speech.close();
  });

  test.each(ALL)('[PRV42] a model %s does not list is refused before anything is sent', async (kind) => {
    const service = under.service(kind);
    const request = requestOf(service, { model: 'speech-9-hd' });
    expect(() => service.validate(request)).toThrow(expect.objectContaining({ kind: 'model_unavailable' }));
    expect(await failureOf(service.synthesize(request))).toMatchObject({
      kind: 'model_unavailable',
      details: { phase: 'validate' },
    });
    expect(under.fakes.servers[kind].ledger).toHaveLength(0);
  });

  test("[PRV42] Alibaba's prefix is asked for by name", async () => {
    const service = under.service('dashscope');
    expect(() => service.validate(requestOf(service, { model: 'speech-2.8-hd' }))).toThrow(
      /Did you mean MiniMax\/speech-2\.8-hd\?/,
    );
  });

  test('[PRV31] what a stream cannot give is refused before anything is sent', async () => {
    const service = under.service('minimax');
    const request = requestOf(service, { options: { subtitles: 'sentence' } });
    service.validate(request);
    expect(() => service.validate(request, { isStreamed: true })).toThrow(/streaming/);
    expect(await failureOf(service.synthesize(request, { isStreamed: true }))).toMatchObject({ kind: 'validation' });
    expect(under.fakes.servers.minimax.ledger).toHaveLength(0);
  });
});

describe('what comes back', () => {
  test.each(BOTH)('[PRV15] %s, streamed: %s, gives the same audio as the service made', async (kind, isStreamed) => {
    const service = under.service(kind);
    const spoken = await service.synthesize(requestOf(service), { isStreamed });
    const again = await service.synthesize(requestOf(service), { isStreamed: !isStreamed });
    expect(spoken.format).toBe(kind === 'mimo' ? 'wav' : 'mp3');
    expect(Buffer.from(spoken.bytes).equals(Buffer.from(again.bytes))).toBe(true);
    expect(spoken.bytes.length).toBeGreaterThan(10_000);
    expect(spoken.requestId).toBeTruthy();
    expect(spoken.chunks === undefined).toBe(!isStreamed);
  });

  test.each(MINIMAX_BOTH)('[PRV34] %s, streamed: %s, is billed as the service says', async (kind, isStreamed) => {
    const service = under.service(kind);
    const request = requestOf(service, { text: '你好，world。' });
    const { billedCharacters } = await service.synthesize(request, { isStreamed });
    expect(billedCharacters).toBe(11);
    expect(service.billedCharacters(request)).toBe(11);
    expect(under.fakes.servers[kind].calls[0]?.billedCharacters).toBe(11);
  });

  test.each([
    ['mp3', 'mp3'],
    ['flac', 'flac'],
    ['wav', 'wav'],
    ['pcm', 'wav'],
    ['opus', 'ogg'],
    ['pcmu_wav', 'wav'],
    ['pcmu_raw', 'wav'],
  ])('[PRV22] MiniMax asked for %s gives a %s file, inline and by address', async (format, expected) => {
    const service = under.service('minimax');
    for (const resultAsUrl of [false, true]) {
      const spoken = await service.synthesize(
        requestOf(service, { options: { format, resultAsUrl, sampleRate: 16000, channels: 2 } }),
      );
      expect(spoken.format).toBe(expected);
      expect(spoken.receivedBytes === undefined).toBe(format !== 'pcm' && format !== 'pcmu_raw');
    }
  });

  test.each(['mp3', 'pcm', 'flac'])('[PRV22] MiniMax streams %s', async (format) => {
    const service = under.service('minimax');
    const options = { format, sampleRate: 24000 };
    const streamed = await service.synthesize(requestOf(service, { options }), { isStreamed: true });
    const whole = await service.synthesize(requestOf(service, { options }));
    expect(Buffer.from(streamed.bytes).equals(Buffer.from(whole.bytes))).toBe(true);
    expect(streamed.chunks).toBe(4);
  });

  test('[PRV32] pauses at the ends come back as silence to add', async () => {
    const service = under.service('minimax');
    const spoken = await service.synthesize(requestOf(service, { text: '<#0.5#>Hello<#1#>' }));
    expect([spoken.leadingPauseSamples, spoken.trailingPauseSamples]).toEqual([24_000, 48_000]);
    expect(bodyOf('minimax')).toMatchObject({ text: 'Hello' });
  });

  test('[PRV37] subtitles come as cues, by sentence and by word', async () => {
    const service = under.service('minimax');
    const text = 'One two. Three.';
    const bySentence = await service.synthesize(requestOf(service, { text, options: { subtitles: 'sentence' } }));
    expect(bySentence.cues?.map((cue) => cue.text)).toEqual(['One two.', 'Three.']);
    expect(bySentence.cues?.[1]?.startMs).toBe(bySentence.cues?.[0]?.endMs);
    const byWord = await service.synthesize(requestOf(service, { text, options: { subtitles: 'word' } }));
    expect(byWord.cues?.map((cue) => cue.text)).toEqual(['One', 'two.', 'Three.']);
  });

  test.each([
    ['missing', 'subtitle_missing'],
    ['broken', 'subtitle_failed'],
    ['expired', 'subtitle_failed'],
  ] as const)('[PRV37] subtitles that are %s are a warning, and the speech is there', async (as, warning) => {
    const service = under.service('minimax-global');
    under.fakes.servers['minimax-global'].plan = always({ kind: 'subtitles', as });
    const spoken = await service.synthesize(requestOf(service, { options: { subtitles: 'sentence' } }));
    expect(spoken.warnings).toEqual([warning]);
    expect(spoken.cues).toBeUndefined();
    expect(spoken.format).toBe('mp3');
  });

  test.each(MINIMAX)('[PRV14] an address of a result at %s that leads nowhere is download_failed', async (kind) => {
    const service = under.service(kind);
    const request = requestOf(service, { options: { resultAsUrl: true } });
    for (const as of ['expired', 'page', 'json'] as const) {
      under.fakes.servers[kind].plan = always({ kind: 'result', as });
      expect(await failureOf(service.synthesize(request)), as).toMatchObject({
        kind: 'download_failed',
        isRetryable: false,
      });
    }
  });

  test('[PRV14] half a WAV behind an address is not the line', async () => {
    const service = under.service('minimax');
    under.fakes.servers.minimax.plan = always({ kind: 'result', as: 'cut' });
    const failure = await failureOf(
      service.synthesize(requestOf(service, { options: { resultAsUrl: true, format: 'wav' } })),
    );
    expect(failure).toMatchObject({ kind: 'download_failed', message: expect.stringContaining('cut short') });
  });

  test('[PRV11] a private address of a result is refused without leave', async () => {
    const service = under.service('minimax', { isPrivateAllowed: false });
    const request = requestOf(service, { options: { resultAsUrl: true } });
    under.fakes.servers.minimax.plan = faultsInTurn({ kind: 'result', as: 'private' });
    expect(await failureOf(service.synthesize(request))).toMatchObject({ kind: 'download_failed' });
    expect(await failureOf(service.synthesize(request))).toMatchObject({
      message: expect.stringContaining('not a public address'),
    });
    expect(under.fakes.servers.minimax.ledger.filter((entry) => entry.path.startsWith('/results/'))).toEqual([]);
  });

  test('an address in the field some wrappers use is found', async () => {
    const service = under.service('minimax');
    under.fakes.servers.minimax.plan = always({ kind: 'result', as: 'other-field' });
    expect((await service.synthesize(requestOf(service, { options: { resultAsUrl: true } }))).format).toBe('mp3');
  });
});
