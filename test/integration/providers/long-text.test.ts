import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { always } from '../../helpers/fake-services/faults.ts';
import { partsOfForm } from '../../helpers/fake-services/form-parts.ts';
import { failureOf, requestOf, startUnderTest, type UnderTest } from './under-test.ts';

let under: UnderTest;
beforeAll(async () => {
  under = await startUnderTest();
});
beforeEach(() => under.fakes.clear());
afterAll(() => under.close());

describe('long texts', () => {
  const options = { textNormalization: true, sampleRate: 24000, format: 'mp3', speed: 1.2, emotion: 'sad' };

  test('[PRV41] a task has its own field names, two states and its audio', async () => {
    const service = under.service('minimax');
    const task = await service.longText?.start(requestOf(service, { options, text: '你好。 Hello.' }));
    expect(under.fakes.servers.minimax.calls[0]?.json).toEqual({
      model: 'speech-2.8-hd',
      text: '你好。 Hello.',
      voice_setting: { voice_id: 'English_Graceful_Lady', speed: 1.2, emotion: 'sad', english_normalization: true },
      audio_setting: { audio_sample_rate: 24000, format: 'mp3', channel: 1 },
    });
    expect(task).toEqual({
      taskId: expect.stringMatching(/^\d+$/),
      fileId: expect.stringMatching(/^1234567890123456\d\d$/),
      billedCharacters: 12,
    });
    expect((await service.longText?.status(task?.taskId ?? ''))?.state).toBe('processing');
    expect(await service.longText?.status(task?.taskId ?? '')).toEqual({ state: 'success', fileId: task?.fileId });
    const spoken = await service.longText?.fetch(task ?? { fileId: '', billedCharacters: 0 });
    expect([spoken?.format, spoken?.billedCharacters]).toEqual(['mp3', 12]);
  });

  test('[PRV41] beyond 50,000 characters the text is a file', async () => {
    const service = under.service('minimax');
    const text = 'A long story. '.repeat(4000).trim();
    await service.longText?.start(requestOf(service, { text }));
    const [upload, start] = under.fakes.servers.minimax.calls;
    const parts = upload === undefined ? [] : partsOfForm(upload);
    expect([parts[0]?.bytes.toString(), parts[1]?.bytes.toString()]).toEqual(['t2a_async_input', text]);
    expect(start?.bytes.toString()).toMatch(
      /^\{"model":"speech-2\.8-hd","text_file_id":1234567890123456\d\d,"voice_setting"/,
    );
  });

  test.each([
    ['a blend', { mix: [{ voice: 'a', weight: 1 }] }],
    ['subtitles', { subtitles: 'sentence' }],
    ['an address', { resultAsUrl: true }],
    ['headerless samples', { format: 'pcm' }],
  ])('[PRV41] %s cannot be had', async (_name, refused) => {
    const service = under.service('minimax');
    expect(
      await failureOf(service.longText?.start(requestOf(service, { options: refused })) ?? Promise.resolve()),
    ).toMatchObject({ kind: 'validation' });
    expect(under.fakes.servers.minimax.ledger).toHaveLength(0);
  });

  test('[PRV41] a text above 100,000 characters, a lost task and an unknown state', async () => {
    const service = under.service('minimax');
    const long = service.longText?.start(requestOf(service, { text: 'a'.repeat(100_001) }));
    expect(await failureOf(long ?? Promise.resolve())).toMatchObject({ kind: 'validation' });
    expect(await failureOf(service.longText?.status('0') ?? Promise.resolve())).toMatchObject({
      kind: 'invalid_request',
    });
    under.fakes.servers.minimax.plan = always({
      kind: 'status',
      status: 200,
      body: '{"status":"Dreaming","base_resp":{"status_code":0}}',
    });
    expect(await failureOf(service.longText?.status('1') ?? Promise.resolve())).toMatchObject({ kind: 'protocol' });
  });
});
