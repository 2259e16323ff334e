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
      const failure = await failureOf(under.attempt(service, fault, isStreamed));
      expect(failure, `${service} ${isStreamed}`).toMatchObject({ kind });
      expect(failure.partialAudio).toBeUndefined();
    }
  });

  test('[PRV9] the pause a service asks for is in the failure', async () => {
    const fault: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '7' } };
    expect((await failureOf(under.attempt('minimax', fault, false))).retryAfterMs).toBe(7000);
    const none = await failureOf(under.attempt('minimax', { kind: 'status', status: 429 }, false));
    expect(none.retryAfterMs).toBeUndefined();
  });

  test.each([
    ['minimax', false],
    ['minimax', true],
    ['minimax-china', true],
  ] as const)('[PRV7] a code under HTTP 200 at %s, streamed: %s', async (kind, isStreamed) => {
    const fault: Fault = { kind: 'code', code: '1002', message: 'rate limit exceeded(RPM)' };
    expect(await failureOf(under.attempt(kind, fault, isStreamed))).toMatchObject({
      kind: 'rate_limited',
      isRetryable: true,
      message: expect.stringContaining('rate limit exceeded(RPM) (1002)'),
      details: { providerCode: '1002', requestId: expect.stringContaining('01b8') },
    });
  });

  test("[PRV38] MiniMax's code inside Alibaba's output", async () => {
    const fault: Fault = { kind: 'code', code: '2054', message: 'voice id not exist' };
    expect(await failureOf(under.attempt('dashscope', fault, false))).toMatchObject({
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
    await under.attempt(kind, { kind: 'framing', as: 'comments' }, isStreamed);
    expect(await failureOf(under.attempt(kind, { kind: 'stall', at: 'start' }, isStreamed, {}, 300))).toMatchObject({
      kind: 'timeout',
    });
    const failure = await failureOf(under.attempt(kind, { kind: 'stall', at: 'half' }, isStreamed, {}, 600));
    expect(failure).toMatchObject({ kind: 'timeout', isRetryable: true });
    expect(failure.partialAudio === undefined).toBe(!isStreamed);
  });

  test.each(WHOLE_AND_STREAMED)('[PRV5] %s, streamed: %s, is cut', async (kind, isStreamed) => {
    expect(await failureOf(under.attempt(kind, { kind: 'reset', at: 'start' }, isStreamed))).toMatchObject({
      kind: 'network',
    });
    expect(await failureOf(under.attempt(kind, { kind: 'close', at: 'start' }, isStreamed))).toMatchObject({
      kind: 'network',
    });
    expect(await failureOf(under.attempt(kind, { kind: 'reset', at: 'half' }, isStreamed))).toMatchObject({
      kind: 'network',
    });
    const closed = await failureOf(under.attempt(kind, { kind: 'close', at: 'half' }, isStreamed));
    expect(closed).toMatchObject({ kind: isStreamed ? 'truncated_stream' : 'network', isRetryable: !isStreamed });
    expect(closed.partialAudio === undefined).toBe(!isStreamed);
  });

  test.each(WIRES)('[PRV4] an endless line from %s is given up', async (kind) => {
    expect(await failureOf(under.attempt(kind, { kind: 'endless-line' }, true))).toMatchObject({ kind: 'protocol' });
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
