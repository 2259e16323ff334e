/** The services as the command line gets them: from the environment, with retries and limits. */
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CONNECTION_KINDS, type ConnectionKind } from '#core/connections/connection.ts';
import { KIND_DEFAULTS } from '#core/connections/connection-defaults.ts';
import { connectionsFromEnvironment, createReliableService } from '#core/connections/environment.ts';
import type { Clock } from '#core/providers/clock.ts';
import type { SpeechService } from '#core/providers/speech-service.ts';
import { always, type Fault, faultsInTurn, someFaults } from '../../helpers/fake-services/faults.ts';
import { toneWav } from '../../helpers/small-wav.ts';
import { failureOf, requestOf, startUnderTest, type UnderTest } from './under-test.ts';

let under: UnderTest;
const made: SpeechService[] = [];
beforeAll(async () => {
  under = await startUnderTest();
});
beforeEach(() => under.fakes.clear());
afterAll(async () => {
  await Promise.all(made.map((service) => service.close()));
  await under.close();
});

/** Time passes by being slept through, and that takes none. */
function hurriedClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  let now = 0;
  return {
    slept,
    nowMs: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}

function services(
  changes: Record<string, string> = {},
  clock: Clock = hurriedClock(),
  retries?: number,
): readonly SpeechService[] {
  const all = connectionsFromEnvironment({ ...under.fakes.environment, ...changes }).map((connected) =>
    createReliableService(connected, {
      ...{ clock, retries, random: () => 1 },
      ...{ timeoutMs: 30_000, isPrivateAllowed: true },
    }),
  );
  made.push(...all);
  return all;
}

function serviceOf(kind: ConnectionKind, clock?: Clock, retries?: number): SpeechService {
  const service = services({}, clock, retries).find(({ id }) => id === kind);
  if (service === undefined) throw new Error(`No ${kind}`);
  return service;
}

describe('trying again', () => {
  test.each(CONNECTION_KINDS)('[PRV65] %s is asked until it answers, and billed once', async (kind) => {
    const clock = hurriedClock();
    const service = serviceOf(kind, clock);
    under.fakes.servers[kind].plan = faultsInTurn(
      { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
      { kind: 'status', status: 503 },
      { kind: 'reset', at: 'start' },
      { kind: 'audio', as: 'empty' },
    );
    const spoken = await service.synthesize(requestOf(service));
    expect(spoken.bytes.length).toBeGreaterThan(1000);
    const { calls } = under.fakes.servers[kind];
    expect(calls).toHaveLength(5);
    expect(clock.slept.filter((ms) => ms > 1500)[0]).toBe(3000);
  });

  test("[PRV65] the number of tries is the person's", async () => {
    const service = serviceOf('minimax', hurriedClock(), 1);
    under.fakes.servers.minimax.plan = always({ kind: 'code', code: '1033', message: 'away' });
    expect(await failureOf(service.synthesize(requestOf(service)))).toMatchObject({ kind: 'server' });
    expect(under.fakes.servers.minimax.calls).toHaveLength(2);
  });

  test('[PRV65] what would be billed again, or cannot pass, is asked once', async () => {
    const service = serviceOf('minimax');
    for (const fault of [{ kind: 'code', code: '1008', message: 'no balance' }, { kind: 'cut-stream' }] as const) {
      under.fakes.clear();
      under.fakes.servers.minimax.plan = always(fault);
      await failureOf(service.synthesize(requestOf(service), { isStreamed: true }));
      expect(under.fakes.servers.minimax.calls, fault.kind).toHaveLength(1);
    }
  });

  test('[PRV65] hearing is tried again like speaking', async () => {
    const service = serviceOf('mimo');
    under.fakes.servers.mimo.plan = faultsInTurn({ kind: 'status', status: 500 }, { kind: 'words', as: 'nothing' });
    const heard = await service.understanding?.understand({
      model: 'mimo-v2.5',
      prompt: 'p',
      audio: { bytes: toneWav({ seconds: 0.1 }) },
    });
    expect(heard?.text).toContain('Good morning');
    expect(under.fakes.servers.mimo.calls).toHaveLength(3);
  });

  test('[PRV65] making a voice is not tried again', async () => {
    const service = serviceOf('minimax');
    under.fakes.servers.minimax.plan = always({ kind: 'status', status: 503 });
    await failureOf(service.designVoice({ description: 'd', previewText: 'p', name: 'n', language: '' }));
    expect(under.fakes.servers.minimax.calls).toHaveLength(1);
  });

  test('[PRV67] with a tenth of all calls failing everything is spoken and billed once', async () => {
    const faults: readonly Fault[] = [
      { kind: 'status', status: 429 },
      { kind: 'status', status: 500 },
      { kind: 'reset', at: 'start' },
      { kind: 'close', at: 'start' },
      { kind: 'code', code: '1033', message: 'engine away' },
    ];
    const all = services();
    for (const [index, server] of Object.values(under.fakes.servers).entries())
      server.plan = someFaults(0.1, index + 1, faults);
    // Few words, so that the speaking itself takes no time; the same words are different requests.
    const lines = Array.from({ length: 200 }, (_, index) => ({
      service: all[index % all.length] as SpeechService,
      text: index % 3 === 0 ? '你好。' : 'Yes.',
    }));
    const spoken = await Promise.all(
      lines.map(async ({ service, text }) => service.synthesize(requestOf(service, { text }))),
    );
    expect(spoken.every((utterance) => utterance.bytes.length > 1000)).toBe(true);
    for (const service of all) {
      const server = under.fakes.servers[service.id as unknown as ConnectionKind];
      const answered = server.calls.filter((call) => call.isAnswered && call.fault === undefined);
      expect(answered).toHaveLength(lines.filter((line) => line.service === service).length);
      const bill = lines.reduce(
        (sum, line, index) => (line.service === service ? sum + (spoken[index]?.billedCharacters ?? 0) : sum),
        0,
      );
      expect(answered.reduce((sum, call) => sum + call.billedCharacters, 0)).toBe(bill);
      expect(server.calls.length).toBeGreaterThan(answered.length);
    }
  });
});

describe('keys', () => {
  /** Repeats the key in every place a service could. */
  const echoes = (key: string): readonly Fault[] => [
    { kind: 'status', status: 400, body: `bad key ${key}`, headers: { 'content-type': 'text/plain' } },
    {
      kind: 'status',
      status: 403,
      body: JSON.stringify({ error: { message: `forbidden for ${key}`, code: key, param: key, type: key } }),
    },
    { kind: 'status', status: 400, body: JSON.stringify({ code: key, message: key, request_id: key }) },
    {
      kind: 'status',
      status: 200,
      body: JSON.stringify({ base_resp: { status_code: 2049, status_msg: `invalid ${key}` }, trace_id: key }),
    },
    { kind: 'status', status: 200, body: `{"key": "${key}` },
    { kind: 'status', status: 200, body: `${'-'.repeat(60)}${key}`, headers: { 'content-type': 'text/plain' } },
    {
      kind: 'status',
      status: 200,
      body: `data: ${'-'.repeat(60)}${key}\n\n`,
      headers: { 'content-type': 'text/event-stream' },
    },
    {
      kind: 'status',
      status: 200,
      body: `data: {"error":{"message":"${encodeURIComponent(key)}"}}\n\n`,
      headers: { 'content-type': 'text/event-stream' },
    },
    { kind: 'status', status: 401, headers: { 'trace-id': key, 'content-encoding': 'identity' } },
    { kind: 'status', status: 200, headers: { 'content-encoding': key } },
    { kind: 'status', status: 302, headers: { location: `https://example.com/?key=${key}` } },
  ];

  test('[PRV10] a canary is in no error, however a service repeats it', async () => {
    const key = 'sk-canary+0123456789/abcdef';
    const keys = Object.fromEntries(CONNECTION_KINDS.map((kind) => [KIND_DEFAULTS[kind].keyVariable, key]));
    for (const service of services(keys, hurriedClock(), 0)) {
      const server = under.fakes.servers[service.id as unknown as ConnectionKind];
      for (const fault of echoes(key)) {
        for (const isStreamed of [false, true]) {
          server.plan = always(fault);
          const failure = await failureOf(service.synthesize(requestOf(service), { isStreamed }));
          const seen = [failure.stack, JSON.stringify(failure), inspect(failure, { depth: 9, showHidden: true })].join(
            '\n',
          );
          expect(seen, `${service.id} ${JSON.stringify(fault)}`).not.toMatch(/canary|0123456789/);
        }
      }
      expect(server.calls.length).toBe(22);
      expect(JSON.stringify(server.calls[0]?.headers)).toContain(key);
    }
  });
});
