import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { always } from '../../helpers/fake-services/faults.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { failureOf, startUnderTest, type UnderTest } from './under-test.ts';

let under: UnderTest;
beforeAll(async () => {
  under = await startUnderTest();
});
beforeEach(() => under.fakes.clear());
afterAll(() => under.close());

const wav = toneWav({ seconds: 0.2 });

describe('what MiMo hears', () => {
  const heard = 'Good morning. Could you tell me what the weather will be like today?';

  test.each([false, true])('[PRV55] a file and a question, streamed: %s', async (isStreamed) => {
    const { understanding } = under.service('mimo');
    const answer = await understanding?.understand(
      { model: 'mimo-v2.5', prompt: 'What is said?', audio: { bytes: wav } },
      { isStreamed },
    );
    expect(answer).toEqual({
      text: heard,
      isFromReasoning: false,
      usage: { promptTokens: 86, completionTokens: 17, audioTokens: 25 },
      requestId: 'chat-1',
      warnings: [],
    });
    expect(under.fakes.servers.mimo.calls[0]?.json).toEqual({
      model: 'mimo-v2.5',
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'input_audio',
              input_audio: { data: `data:audio/wav;base64,${Buffer.from(wav).toString('base64')}` },
            },
            { type: 'text', text: 'What is said?' },
          ],
        },
      ],
      max_completion_tokens: 4096,
      ...(isStreamed ? { stream: true } : {}),
    });
  });

  test('[PRV55] a public address is passed on as it is', async () => {
    const { understanding } = under.service('mimo');
    const url = 'https://example-files.cnbj1.mi-fds.com/a b.wav?x=1';
    await understanding?.understand({ model: 'mimo-v2-omni', prompt: 'p', audio: { url }, maxCompletionTokens: 1024 });
    expect(under.fakes.servers.mimo.calls[0]?.json).toMatchObject({
      max_completion_tokens: 1024,
      messages: [{ content: [{ input_audio: { data: url } }, {}] }],
    });
  });

  test.each([
    ['no question', { prompt: ' ', audio: { bytes: wav } }, /prompt/],
    ['no audio', { prompt: 'p', audio: { bytes: Buffer.from('hello') } }, /no audio/],
    ['another format', { prompt: 'p', audio: { bytes: Buffer.from('\x1a\x45\xdf\xa3webm', 'latin1') } }, /webm/],
    ['too much', { prompt: 'p', audio: { bytes: Buffer.concat([wav, Buffer.alloc(37_500_000)]) } }, /37 MB/],
    ['plain http', { prompt: 'p', audio: { url: 'http://example.com/a.wav' } }, /https/],
    ['a private address', { prompt: 'p', audio: { url: 'https://192.168.1.2/a.wav' } }, /cannot reach/],
    ['this machine', { prompt: 'p', audio: { url: 'https://localhost/a.wav' } }, /cannot reach/],
  ])('[PRV55] %s is refused before anything is sent', async (_name, request, message) => {
    const { understanding } = under.service('mimo');
    const call = understanding?.understand({ model: 'mimo-v2.5', ...request });
    expect(await failureOf(call ?? Promise.resolve())).toMatchObject({
      kind: 'validation',
      message: expect.stringMatching(message),
    });
    expect(under.fakes.servers.mimo.ledger).toHaveLength(0);
  });

  test.each([false, true])('[PRV56] reasoning, silence, deafness and length, streamed: %s', async (isStreamed) => {
    const { understanding } = under.service('mimo');
    const ask = (as: 'reasoning-only' | 'nothing' | 'audio-ignored' | 'length') => {
      under.fakes.servers.mimo.plan = always({ kind: 'words', as });
      return (
        understanding?.understand({ model: 'mimo-v2.5', prompt: 'p', audio: { bytes: wav } }, { isStreamed }) ??
        Promise.resolve()
      );
    };
    expect(await ask('reasoning-only')).toMatchObject({ text: heard, isFromReasoning: true, warnings: [] });
    expect(await failureOf(ask('nothing'))).toMatchObject({ kind: 'empty_result', isRetryable: true });
    expect(await ask('audio-ignored')).toMatchObject({ text: heard, warnings: ['audio_ignored'] });
    expect(await ask('length')).toMatchObject({ text: heard, warnings: ['truncated_by_length'] });
  });

  test('[PRV16] words that break off are not asked for again, unless none came', async () => {
    const { understanding } = under.service('mimo');
    const ask = () =>
      understanding?.understand({ model: 'mimo-v2.5', prompt: 'p', audio: { bytes: wav } }, { isStreamed: true });
    under.fakes.servers.mimo.plan = always({ kind: 'cut-stream' });
    expect(await failureOf(ask() ?? Promise.resolve())).toMatchObject({ kind: 'truncated_stream', isRetryable: false });
    under.fakes.servers.mimo.plan = always({
      kind: 'status',
      status: 200,
      body: ': hello\n\n',
      headers: { 'content-type': 'text/event-stream' },
    });
    expect(await failureOf(ask() ?? Promise.resolve())).toMatchObject({ kind: 'truncated_stream', isRetryable: true });
  });

  test.each(['first', 'middle', 'last'] as const)('[PRV17] a failure in the %s frame of an answer', async (at) => {
    const { understanding } = under.service('mimo');
    under.fakes.servers.mimo.plan = always({ kind: 'code', code: '421', message: 'unsuitable', at });
    const call = understanding?.understand(
      { model: 'mimo-v2.5', prompt: 'p', audio: { bytes: wav } },
      { isStreamed: true },
    );
    expect(await failureOf(call ?? Promise.resolve())).toMatchObject({ kind: 'content_blocked' });
  });

  test('[PRV42] a model that has been retired can be replaced, and until then is said to be gone', async () => {
    const request = { prompt: 'p', audio: { bytes: wav } };
    const models = [{ id: 'mimo-v3', use: 'understanding' }] as const;
    const { understanding } = under.service('mimo', {}, { models });
    expect(understanding?.defaultModel).toBe('mimo-v3');
    const call = understanding?.understand({ model: 'mimo-v3', ...request });
    expect(await failureOf(call ?? Promise.resolve())).toMatchObject({
      kind: 'model_unavailable',
      details: { httpStatus: 400 },
    });
    const unlisted = understanding?.understand({ model: 'mimo-v2.5', ...request });
    expect(await failureOf(unlisted ?? Promise.resolve())).toMatchObject({
      kind: 'model_unavailable',
      details: { phase: 'validate' },
    });
  });
});
