/** Streams that go wrong, and answers with no audio in them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionKind } from '#core/connections/connection.ts';
import type { Fault } from '../../helpers/fake-services/faults.ts';
import { failureOf, startUnderTest, type UnderTest } from './under-test.ts';

let under: UnderTest;
beforeAll(async () => {
  under = await startUnderTest();
});
beforeEach(() => under.fakes.clear());
afterAll(() => under.close());

/** One of each wire: flat, wrapped, chat. */
const WIRES: readonly ConnectionKind[] = ['minimax', 'dashscope', 'mimo'];
const WHOLE_AND_STREAMED = WIRES.flatMap((kind) => [[kind, false] as const, [kind, true] as const]);

describe('streams that go wrong', () => {
  test.each(WIRES)('[PRV16] %s ends without its last frame', async (kind) => {
    const failure = await failureOf(under.attempt(kind, { kind: 'cut-stream' }, true));
    expect(failure).toMatchObject({ kind: 'truncated_stream', isRetryable: false, details: { hasPartialAudio: true } });
    expect(failure.partialAudio?.bytes.length).toBeGreaterThan(1000);
  });

  test.each(WIRES.flatMap((kind) => (['first', 'middle', 'last'] as const).map((at) => [kind, at] as const)))(
    '[PRV17] %s fails in the %s frame',
    async (kind, at) => {
      const codes = { minimax: '1033', dashscope: 'InternalError', mimo: '500' } as const;
      const fault: Fault = { kind: 'code', code: codes[kind as keyof typeof codes], message: 'engine away', at };
      const failure = await failureOf(under.attempt(kind, fault, true));
      expect(failure).toMatchObject({
        kind: 'server',
        message: expect.stringContaining('engine away'),
        details: { phase: 'stream' },
      });
      expect(failure.partialAudio !== undefined).toBe(at !== 'first');
    },
  );

  test.each(['minimax', 'dashscope'] as const)(
    '[PRV18] the closing repetition of %s is not added, and serves where it is all',
    async (kind) => {
      const clean = await under.attempt(kind, { kind: 'framing', as: 'comments' }, true);
      for (const as of ['repeats', 'differs', 'only'] as const) {
        const spoken = await under.attempt(kind, { kind: 'aggregate', as }, true);
        expect(Buffer.from(spoken.bytes).equals(Buffer.from(clean.bytes)), as).toBe(true);
        expect(spoken.chunks).toBe(as === 'only' ? 1 : 4);
      }
    },
  );

  test.each(WIRES)('[PRV19] a whole answer of %s instead of a stream is taken', async (kind) => {
    const spoken = await under.attempt(
      kind,
      { kind: 'json-for-stream' },
      true,
      kind === 'mimo' ? {} : { format: 'mp3' },
    );
    expect(spoken.bytes.length).toBeGreaterThan(10_000);
  });

  test.each(
    WIRES.flatMap((kind) =>
      (['crlf', 'cr', 'bom', 'comments', 'no-last-blank-line', 'mislabelled'] as const).map(
        (as) => [kind, as] as const,
      ),
    ),
  )('[PRV15] %s frames its stream with %s', async (kind, as) => {
    const plain = await under.attempt(kind, { kind: 'framing', as: 'comments' }, true);
    const spoken = await under.attempt(kind, { kind: 'framing', as }, true);
    expect(Buffer.from(spoken.bytes).equals(Buffer.from(plain.bytes))).toBe(true);
  });

  const stream = (...frames: readonly string[]): Fault => ({
    kind: 'status',
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: frames.join('\n\n'),
  });

  test('[PRV16] a stream that ends inside a frame is cut, not garbled', async () => {
    const fault = stream('data: {"data":{"audio":"fffb9064","status":1}}', 'data: {"data":{"audio":"ff');
    const failure = await failureOf(under.attempt('minimax', fault, true));
    expect(failure).toMatchObject({ kind: 'truncated_stream', isRetryable: false });
    expect(failure.partialAudio).toEqual({ bytes: Buffer.from('fffb9064', 'hex'), format: 'mp3' });
  });

  test('[PRV15] a frame that is no JSON is a protocol failure', async () => {
    const fault = stream('data: {"data":{"audio":"fffb9064","status":1}}', 'data: {"data":{"audio":"ff', '');
    expect(await failureOf(under.attempt('minimax', fault, true))).toMatchObject({
      kind: 'protocol',
      isRetryable: false,
    });
  });

  test('[PRV16] `[DONE]` is the end of an answer for MiMo, and not for MiniMax', async () => {
    const minimax = stream('data: {"data":{"audio":"fffb9064","status":1}}', 'data: [DONE]', '');
    expect(await failureOf(under.attempt('minimax', minimax, true))).toMatchObject({ kind: 'truncated_stream' });
    const mimo = stream('data: {"choices":[{"index":0,"delta":{"audio":{"data":"AQIDBA=="}}}]}', 'data: [DONE]', '');
    expect((await under.attempt('mimo', mimo, true)).receivedBytes).toEqual(Buffer.from([1, 2, 3, 4]));
  });

  test('[PRV16] what breaks after the last word breaks nothing', async () => {
    const said = 'data: {"choices":[{"index":0,"delta":{"audio":{"data":"AQIDBA=="}},"finish_reason":"stop"}]}';
    expect((await under.attempt('mimo', stream(said, 'data: {broken', ''), true)).chunks).toBe(1);
    expect((await under.attempt('mimo', stream(said, 'data: {"error":{"code":"500"}}', ''), true)).chunks).toBe(1);
  });

  test('[PRV24] a tag in mid-stream is not heard, and the untouched bytes are beside', async () => {
    const clean = await under.attempt('minimax', { kind: 'framing', as: 'comments' }, true);
    const spoken = await under.attempt('minimax', { kind: 'id3-in-stream' }, true);
    expect(Buffer.from(spoken.bytes).equals(Buffer.from(clean.bytes))).toBe(true);
    expect(spoken.receivedBytes?.length).toBe(clean.bytes.length + 20);
  });

  test.each(['minimax', 'dashscope', 'mimo'] as const)(
    '[PRV22] pieces of %s that end inside a sample, and a header before the samples',
    async (kind) => {
      const options = kind === 'mimo' ? {} : { format: 'pcm', sampleRate: 24000 };
      const clean = await under.attempt(kind, { kind: 'framing', as: 'comments' }, true, options);
      expect(clean.format).toBe('wav');
      for (const fault of [
        { kind: 'odd-pcm-pieces' },
        { kind: 'riff-in-pcm' },
        { kind: 'audio', as: 'odd-length' },
      ] as const) {
        const spoken = await under.attempt(kind, fault, true, options);
        expect(Buffer.from(spoken.bytes).equals(Buffer.from(clean.bytes)), fault.kind).toBe(true);
      }
    },
  );
});

describe('audio that is none', () => {
  test.each(WHOLE_AND_STREAMED)('[PRV23] %s, streamed: %s, succeeds with nothing', async (kind, isStreamed) => {
    expect(await failureOf(under.attempt(kind, { kind: 'audio', as: 'empty' }, isStreamed))).toMatchObject({
      kind: 'empty_audio',
      isRetryable: true,
    });
    if (!isStreamed)
      expect(await failureOf(under.attempt(kind, { kind: 'audio', as: 'null' }, false))).toMatchObject({
        kind: 'empty_audio',
      });
  });

  test.each(WHOLE_AND_STREAMED)('[PRV23] %s, streamed: %s, succeeds with silence', async (kind, isStreamed) => {
    const options = kind === 'mimo' ? {} : { format: isStreamed ? 'pcm' : 'wav' };
    expect(await failureOf(under.attempt(kind, { kind: 'audio', as: 'silence' }, isStreamed, options))).toMatchObject({
      kind: 'empty_audio',
    });
  });

  test.each(WHOLE_AND_STREAMED)('[PRV20] %s, streamed: %s, sends what cannot be decoded', async (kind, isStreamed) => {
    expect(await failureOf(under.attempt(kind, { kind: 'audio', as: 'undecodable' }, isStreamed))).toMatchObject({
      kind: 'protocol',
      isRetryable: false,
    });
  });

  test.each(WHOLE_AND_STREAMED)('[PRV23] %s, streamed: %s, sends text as audio', async (kind, isStreamed) => {
    expect(await failureOf(under.attempt(kind, { kind: 'audio', as: 'text' }, isStreamed))).toMatchObject({
      kind: 'protocol',
    });
  });

  test.each(WIRES)('[PRV23] %s sends a third of a WAV', async (kind) => {
    const failure = await failureOf(under.attempt(kind, { kind: 'audio', as: 'short' }, false, { format: 'wav' }));
    expect(failure).toMatchObject({ kind: 'protocol', message: expect.stringContaining('cut short') });
  });

  test.each(WIRES)('[PRV22] %s leaves the header of a WAV open', async (kind) => {
    const spoken = await under.attempt(kind, { kind: 'audio', as: 'open-header' }, false, { format: 'wav' });
    const clean = await under.attempt(kind, { kind: 'framing', as: 'comments' }, false, { format: 'wav' });
    expect(Buffer.from(spoken.bytes).equals(Buffer.from(clean.bytes))).toBe(true);
    expect(spoken.receivedBytes).toBeDefined();
  });

  test('[PRV53] a WAV from MiMo without its header gets one', async () => {
    const spoken = await under.attempt('mimo', { kind: 'audio', as: 'no-header' }, false);
    expect([spoken.format, Buffer.from(spoken.bytes).readUInt32LE(24)]).toEqual(['wav', 24_000]);
  });
});
