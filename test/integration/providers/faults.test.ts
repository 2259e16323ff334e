/** What the services do wrong, and what becomes of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionKind } from '#core/connections/connection.ts';
import { Cancelled, type ProviderErrorKind } from '#shared/errors.ts';
import { always, type Fault } from '../../helpers/fake-services/faults.ts';
import { failureOf, requestOf, startUnderTest, type UnderTest } from './under-test.ts';

let under: UnderTest;
beforeAll(async () => {
  under = await startUnderTest();
});
beforeEach(() => under.fakes.clear());
afterAll(() => under.close());

/** One of each wire: flat, wrapped, chat. */
const WIRES: readonly ConnectionKind[] = ['minimax', 'dashscope', 'mimo'];
const WHOLE_AND_STREAMED = WIRES.flatMap((kind) => [[kind, false] as const, [kind, true] as const]);

async function attempt(
  kind: ConnectionKind,
  fault: Fault,
  isStreamed: boolean,
  options: Record<string, unknown> = {},
  timeoutMs = 10_000,
) {
  const service = under.service(kind, { timeoutMs, maxLineCharacters: 4_000_000 });
  under.fakes.servers[kind].plan = always(fault);
  return service.synthesize(requestOf(service, { options }), { isStreamed });
}

const page = '<html><body>Bad gateway</body></html>';
const html = { 'content-type': 'text/html' };

describe('refusals', () => {
  test.each<[Fault, ProviderErrorKind]>([
    [{ kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 'rate_limited'],
    [{ kind: 'status', status: 429 }, 'rate_limited'],
    [{ kind: 'status', status: 500, body: 'boom', headers: { 'content-type': 'text/plain' } }, 'server'],
    [{ kind: 'status', status: 502, body: page, headers: html }, 'server'],
    [{ kind: 'status', status: 503 }, 'server'],
    [{ kind: 'status', status: 504, body: page, headers: html }, 'timeout'],
    [{ kind: 'status', status: 408 }, 'timeout'],
    [{ kind: 'status', status: 400, body: '{"unknown":"shape"}' }, 'invalid_request'],
    [{ kind: 'status', status: 402 }, 'quota'],
    [{ kind: 'status', status: 403 }, 'permission'],
    [{ kind: 'status', status: 404, body: page, headers: html }, 'protocol'],
    [{ kind: 'status', status: 421 }, 'content_blocked'],
    [{ kind: 'status', status: 200, body: page, headers: html }, 'protocol'],
    [{ kind: 'status', status: 200, body: '' }, 'protocol'],
    [{ kind: 'status', status: 200, body: '{"data":{"audio":' }, 'protocol'],
    [{ kind: 'status', status: 200, body: '[]' }, 'protocol'],
    [{ kind: 'status', status: 200, body: '{}' }, 'protocol'],
    [{ kind: 'status', status: 200, body: 'overloaded', headers: { 'content-type': 'text/plain' } }, 'protocol'],
    [
      { kind: 'status', status: 200, body: '{"code":"Throttling.RateQuota","message":"m","request_id":"r"}' },
      'rate_limited',
    ],
    [{ kind: 'status', status: 302, headers: { location: 'https://example.com' } }, 'protocol'],
    [
      {
        kind: 'status',
        status: 400,
        body: 'data: {"error":{"code":"400","message":"Param Incorrect","param":"x"}}\n\n',
      },
      'invalid_request',
    ],
    [
      {
        kind: 'status',
        status: 400,
        body: 'id:1\nevent:error\n:HTTP_STATUS/400\ndata:{"code":"DataInspectionFailed","message":"m"}\n\n',
      },
      'content_blocked',
    ],
    [
      { kind: 'status', status: 404, body: '{"error":{"message":"The model MiniMax/x does not exist"}}' },
      'model_unavailable',
    ],
  ])('[PRV7] %j is %s at every service, whole and streamed', async (fault, kind) => {
    for (const [service, isStreamed] of WHOLE_AND_STREAMED) {
      const failure = await failureOf(attempt(service, fault, isStreamed));
      expect(failure, `${service} ${isStreamed}`).toMatchObject({ kind });
      expect(failure.partialAudio).toBeUndefined();
    }
  });

  test('[PRV9] the pause a service asks for is in the failure', async () => {
    const fault: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '7' } };
    expect((await failureOf(attempt('minimax', fault, false))).retryAfterMs).toBe(7000);
    const none = await failureOf(attempt('minimax', { kind: 'status', status: 429 }, false));
    expect(none.retryAfterMs).toBeUndefined();
  });

  test.each([
    ['minimax', false],
    ['minimax', true],
    ['minimax-china', true],
  ] as const)('[PRV7] a code under HTTP 200 at %s, streamed: %s', async (kind, isStreamed) => {
    const fault: Fault = { kind: 'code', code: '1002', message: 'rate limit exceeded(RPM)' };
    expect(await failureOf(attempt(kind, fault, isStreamed))).toMatchObject({
      kind: 'rate_limited',
      isRetryable: true,
      message: expect.stringContaining('rate limit exceeded(RPM) (1002)'),
      details: { providerCode: '1002', requestId: expect.stringContaining('01b8') },
    });
  });

  test("[PRV38] MiniMax's code inside Alibaba's output", async () => {
    const fault: Fault = { kind: 'code', code: '2054', message: 'voice id not exist' };
    expect(await failureOf(attempt('dashscope', fault, false))).toMatchObject({
      kind: 'voice_not_found',
      details: { providerCode: '2054', requestId: expect.stringContaining('7c6f0b5e') },
    });
  });

  test.each(WHOLE_AND_STREAMED)('[PRV8] a wrong key at %s, streamed: %s, is `auth`', async (kind, isStreamed) => {
    const { newConnection } = await import('#core/connections/connection-defaults.ts');
    const { createService } = await import('#core/connections/create-service.ts');
    const service = createService(newConnection(kind, { baseUrl: under.fakes.servers[kind].url }), 'sk-wrong');
    const failure = await failureOf(service.synthesize(requestOf(service), { isStreamed }));
    expect(failure).toMatchObject({
      kind: 'auth',
      isRetryable: false,
      message: expect.stringContaining('Check the key'),
    });
    await service.close();
  });

  test("[PRV54] MiMo's reason is told", async () => {
    const service = under.service('mimo');
    for (const isStreamed of [false, true]) {
      const failure = await failureOf(service.synthesize(requestOf(service, { voiceId: 'alloy' }), { isStreamed }));
      expect(failure).toMatchObject({
        kind: 'voice_not_found',
        message: expect.stringContaining('Unknown voice: alloy'),
      });
    }
  });
});

describe('lines that break', () => {
  test.each(WHOLE_AND_STREAMED)('[PRV1] %s, streamed: %s, falls silent', async (kind, isStreamed) => {
    // Spoken once before, so that only the silence takes time.
    await attempt(kind, { kind: 'framing', as: 'comments' }, isStreamed);
    expect(await failureOf(attempt(kind, { kind: 'stall', at: 'start' }, isStreamed, {}, 300))).toMatchObject({
      kind: 'timeout',
    });
    const failure = await failureOf(attempt(kind, { kind: 'stall', at: 'half' }, isStreamed, {}, 600));
    expect(failure).toMatchObject({ kind: 'timeout', isRetryable: true });
    expect(failure.partialAudio === undefined).toBe(!isStreamed);
  });

  test.each(WHOLE_AND_STREAMED)('[PRV5] %s, streamed: %s, is cut', async (kind, isStreamed) => {
    expect(await failureOf(attempt(kind, { kind: 'reset', at: 'start' }, isStreamed))).toMatchObject({
      kind: 'network',
    });
    expect(await failureOf(attempt(kind, { kind: 'close', at: 'start' }, isStreamed))).toMatchObject({
      kind: 'network',
    });
    expect(await failureOf(attempt(kind, { kind: 'reset', at: 'half' }, isStreamed))).toMatchObject({
      kind: 'network',
    });
    const closed = await failureOf(attempt(kind, { kind: 'close', at: 'half' }, isStreamed));
    expect(closed).toMatchObject({ kind: isStreamed ? 'truncated_stream' : 'network', isRetryable: !isStreamed });
    expect(closed.partialAudio === undefined).toBe(!isStreamed);
  });

  test.each(WIRES)('[PRV4] an endless line from %s is given up', async (kind) => {
    expect(await failureOf(attempt(kind, { kind: 'endless-line' }, true))).toMatchObject({ kind: 'protocol' });
  });

  test.each(WHOLE_AND_STREAMED)('[PRV2] cancelling %s, streamed: %s, closes the socket', async (kind, isStreamed) => {
    const service = under.service(kind);
    const server = under.fakes.servers[kind];
    server.plan = always({ kind: 'stall', at: isStreamed ? 'half' : 'start' });
    const controller = new AbortController();
    const call = service.synthesize(requestOf(service), { isStreamed, signal: controller.signal });
    await expect.poll(() => server.calls.length).toBe(1);
    controller.abort();
    await expect(call).rejects.toThrow(Cancelled);
    await expect.poll(() => server.calls[0]?.isAbandoned).toBe(true);
  });
});

describe('streams that go wrong', () => {
  test.each(WIRES)('[PRV16] %s ends without its last frame', async (kind) => {
    const failure = await failureOf(attempt(kind, { kind: 'cut-stream' }, true));
    expect(failure).toMatchObject({ kind: 'truncated_stream', isRetryable: false, details: { hasPartialAudio: true } });
    expect(failure.partialAudio?.bytes.length).toBeGreaterThan(1000);
  });

  test.each(WIRES.flatMap((kind) => (['first', 'middle', 'last'] as const).map((at) => [kind, at] as const)))(
    '[PRV17] %s fails in the %s frame',
    async (kind, at) => {
      const codes = { minimax: '1033', dashscope: 'InternalError', mimo: '500' } as const;
      const fault: Fault = { kind: 'code', code: codes[kind as keyof typeof codes], message: 'engine away', at };
      const failure = await failureOf(attempt(kind, fault, true));
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
      const clean = await attempt(kind, { kind: 'framing', as: 'comments' }, true);
      for (const as of ['repeats', 'differs', 'only'] as const) {
        const spoken = await attempt(kind, { kind: 'aggregate', as }, true);
        expect(Buffer.from(spoken.bytes).equals(Buffer.from(clean.bytes)), as).toBe(true);
        expect(spoken.chunks).toBe(as === 'only' ? 1 : 4);
      }
    },
  );

  test.each(WIRES)('[PRV19] a whole answer of %s instead of a stream is taken', async (kind) => {
    const spoken = await attempt(kind, { kind: 'json-for-stream' }, true, kind === 'mimo' ? {} : { format: 'mp3' });
    expect(spoken.bytes.length).toBeGreaterThan(10_000);
  });

  test.each(
    WIRES.flatMap((kind) =>
      (['crlf', 'cr', 'bom', 'comments', 'no-last-blank-line', 'mislabelled'] as const).map(
        (as) => [kind, as] as const,
      ),
    ),
  )('[PRV15] %s frames its stream with %s', async (kind, as) => {
    const plain = await attempt(kind, { kind: 'framing', as: 'comments' }, true);
    const spoken = await attempt(kind, { kind: 'framing', as }, true);
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
    const failure = await failureOf(attempt('minimax', fault, true));
    expect(failure).toMatchObject({ kind: 'truncated_stream', isRetryable: false });
    expect(failure.partialAudio).toEqual({ bytes: Buffer.from('fffb9064', 'hex'), format: 'mp3' });
  });

  test('[PRV15] a frame that is no JSON is a protocol failure', async () => {
    const fault = stream('data: {"data":{"audio":"fffb9064","status":1}}', 'data: {"data":{"audio":"ff', '');
    expect(await failureOf(attempt('minimax', fault, true))).toMatchObject({ kind: 'protocol', isRetryable: false });
  });

  test('[PRV16] `[DONE]` is the end of an answer for MiMo, and not for MiniMax', async () => {
    const minimax = stream('data: {"data":{"audio":"fffb9064","status":1}}', 'data: [DONE]', '');
    expect(await failureOf(attempt('minimax', minimax, true))).toMatchObject({ kind: 'truncated_stream' });
    const mimo = stream('data: {"choices":[{"index":0,"delta":{"audio":{"data":"AQIDBA=="}}}]}', 'data: [DONE]', '');
    expect((await attempt('mimo', mimo, true)).receivedBytes).toEqual(Buffer.from([1, 2, 3, 4]));
  });

  test('[PRV16] what breaks after the last word breaks nothing', async () => {
    const said = 'data: {"choices":[{"index":0,"delta":{"audio":{"data":"AQIDBA=="}},"finish_reason":"stop"}]}';
    expect((await attempt('mimo', stream(said, 'data: {broken', ''), true)).chunks).toBe(1);
    expect((await attempt('mimo', stream(said, 'data: {"error":{"code":"500"}}', ''), true)).chunks).toBe(1);
  });

  test('[PRV24] a tag in mid-stream is not heard, and the untouched bytes are beside', async () => {
    const clean = await attempt('minimax', { kind: 'framing', as: 'comments' }, true);
    const spoken = await attempt('minimax', { kind: 'id3-in-stream' }, true);
    expect(Buffer.from(spoken.bytes).equals(Buffer.from(clean.bytes))).toBe(true);
    expect(spoken.receivedBytes?.length).toBe(clean.bytes.length + 20);
  });

  test.each(['minimax', 'dashscope', 'mimo'] as const)(
    '[PRV22] pieces of %s that end inside a sample, and a header before the samples',
    async (kind) => {
      const options = kind === 'mimo' ? {} : { format: 'pcm', sampleRate: 24000 };
      const clean = await attempt(kind, { kind: 'framing', as: 'comments' }, true, options);
      expect(clean.format).toBe('wav');
      for (const fault of [
        { kind: 'odd-pcm-pieces' },
        { kind: 'riff-in-pcm' },
        { kind: 'audio', as: 'odd-length' },
      ] as const) {
        const spoken = await attempt(kind, fault, true, options);
        expect(Buffer.from(spoken.bytes).equals(Buffer.from(clean.bytes)), fault.kind).toBe(true);
      }
    },
  );
});

describe('audio that is none', () => {
  test.each(WHOLE_AND_STREAMED)('[PRV23] %s, streamed: %s, succeeds with nothing', async (kind, isStreamed) => {
    expect(await failureOf(attempt(kind, { kind: 'audio', as: 'empty' }, isStreamed))).toMatchObject({
      kind: 'empty_audio',
      isRetryable: true,
    });
    if (!isStreamed)
      expect(await failureOf(attempt(kind, { kind: 'audio', as: 'null' }, false))).toMatchObject({
        kind: 'empty_audio',
      });
  });

  test.each(WHOLE_AND_STREAMED)('[PRV23] %s, streamed: %s, succeeds with silence', async (kind, isStreamed) => {
    const options = kind === 'mimo' ? {} : { format: isStreamed ? 'pcm' : 'wav' };
    expect(await failureOf(attempt(kind, { kind: 'audio', as: 'silence' }, isStreamed, options))).toMatchObject({
      kind: 'empty_audio',
    });
  });

  test.each(WHOLE_AND_STREAMED)('[PRV20] %s, streamed: %s, sends what cannot be decoded', async (kind, isStreamed) => {
    expect(await failureOf(attempt(kind, { kind: 'audio', as: 'undecodable' }, isStreamed))).toMatchObject({
      kind: 'protocol',
      isRetryable: false,
    });
  });

  test.each(WHOLE_AND_STREAMED)('[PRV23] %s, streamed: %s, sends text as audio', async (kind, isStreamed) => {
    expect(await failureOf(attempt(kind, { kind: 'audio', as: 'text' }, isStreamed))).toMatchObject({
      kind: 'protocol',
    });
  });

  test.each(WIRES)('[PRV23] %s sends a third of a WAV', async (kind) => {
    const failure = await failureOf(attempt(kind, { kind: 'audio', as: 'short' }, false, { format: 'wav' }));
    expect(failure).toMatchObject({ kind: 'protocol', message: expect.stringContaining('cut short') });
  });

  test.each(WIRES)('[PRV22] %s leaves the header of a WAV open', async (kind) => {
    const spoken = await attempt(kind, { kind: 'audio', as: 'open-header' }, false, { format: 'wav' });
    const clean = await attempt(kind, { kind: 'framing', as: 'comments' }, false, { format: 'wav' });
    expect(Buffer.from(spoken.bytes).equals(Buffer.from(clean.bytes))).toBe(true);
    expect(spoken.receivedBytes).toBeDefined();
  });

  test('[PRV53] a WAV from MiMo without its header gets one', async () => {
    const spoken = await attempt('mimo', { kind: 'audio', as: 'no-header' }, false);
    expect([spoken.format, Buffer.from(spoken.bytes).readUInt32LE(24)]).toEqual(['wav', 24_000]);
  });
});
