import { inspect } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { normaliseBaseUrl } from '#core/connections/base-url.ts';
import {
  CONNECTION_KINDS,
  Connection,
  costOf,
  mayUseKey,
  withBaseUrl,
  withStoredKey,
} from '#core/connections/connection.ts';
import { KIND_DEFAULTS, newConnection } from '#core/connections/connection-defaults.ts';
import { createService } from '#core/connections/create-service.ts';
import { connectionsFromEnvironment, createReliableService } from '#core/connections/environment.ts';
import { connectionWarnings } from '#core/connections/test-connection.ts';
import { shippedMinimaxVoices } from '#core/providers/minimax-voices.ts';
import { ProviderId } from '#shared/ids.ts';

const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

describe('base URLs', () => {
  test.each([
    ['https://api.minimax.io', 'https://api.minimax.io'],
    ['https://api.minimax.io/', 'https://api.minimax.io'],
    ['https://api.minimax.io/v1', 'https://api.minimax.io'],
    [' https://API.minimax.io:443/v1/ ', 'https://api.minimax.io'],
    ['https://dashscope.aliyuncs.com/api/v1', 'https://dashscope.aliyuncs.com'],
    ['https://proxy.example/mimo/v1', 'https://proxy.example/mimo'],
    ['https://proxy.example/v1/mimo', 'https://proxy.example/v1/mimo'],
    ['http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080'],
    ['http://localhost:8080//', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('[PRV60] %s', (text, expected) => {
    expect(normaliseBaseUrl(text)).toBe(expected);
  });

  test.each([
    'http://api.minimax.io',
    'http://10.0.0.1',
    'http://localhost.example.com',
    'ftp://example.com',
    'api.minimax.io',
    '',
    'https://example.com?key=1',
    'https://example.com#a',
  ])('[PRV60] %j is refused', (text) => {
    expect(() => normaliseBaseUrl(text)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });

  test('[PRV10] a password in an address is refused and not repeated', () => {
    expect(() => normaliseBaseUrl('https://me:sesame@example.com')).toThrow(/user name or password/);
    expect(() => normaliseBaseUrl('https://me:sesame@example.com')).not.toThrow(/sesame/);
  });
});

describe('connections', () => {
  test.each(CONNECTION_KINDS)('[PRV60] a new connection of kind %s is valid data and has every default', (kind) => {
    const connection = newConnection(kind);
    expect(Connection.parse(JSON.parse(JSON.stringify(connection)))).toEqual(connection);
    expect(connection.id).toBe(kind);
    expect(connection.models.length).toBeGreaterThan(0);
  });

  test('[PRV61] another origin drops the key, another path of the same does not', () => {
    const connection = withStoredKey(newConnection('minimax'));
    expect(mayUseKey(connection)).toBe(true);
    expect(mayUseKey(withBaseUrl(connection, 'https://api.minimax.io/v1/'))).toBe(true);
    const moved = withBaseUrl(connection, 'https://api.minimaxi.com');
    expect(moved).toEqual({ ...newConnection('minimax'), baseUrl: 'https://api.minimaxi.com' });
    expect(mayUseKey(moved)).toBe(false);
    expect(mayUseKey(withBaseUrl(moved, 'https://api.minimax.io'))).toBe(false);
    expect(mayUseKey({ ...connection, baseUrl: 'https://evil.example' })).toBe(false);
    expect(mayUseKey(newConnection('minimax'))).toBe(false);
  });

  test.each([
    ['dashscope', 'MiniMax/speech-2.8-hd', 3.5, 'CNY'],
    ['dashscope', 'MiniMax/speech-2.8-turbo', 2, 'CNY'],
    ['minimax-global', 'speech-2.6-hd', 3.5, 'CNY'],
    ['minimax', 'speech-2.8-turbo', 0.6, 'USD'],
    ['mimo', 'mimo-v2.5-tts', 0, 'CNY'],
  ] as const)('[PRV63] 10,000 characters at %s with %s', (kind, model, amount, currency) => {
    expect(costOf(newConnection(kind), model, 10_000)).toEqual({ amount, currency });
  });

  test('[PRV63] MiniMax in China has the prices, the pace and the voice of China', () => {
    const china = newConnection('minimax', { baseUrl: 'https://api.minimaxi.com/v1' });
    expect(costOf(china, 'speech-2.8-hd', 10_000)).toEqual({ amount: 3.5, currency: 'CNY' });
    expect([china.limits.spacingMs, china.defaultVoiceId]).toEqual([3000, 'male-qn-qingse']);
    const other = newConnection('minimax', { baseUrl: 'https://notminimaxi.com' });
    expect(costOf(other, 'speech-2.8-hd', 10_000)?.currency).toBe('USD');
  });

  test('[PRV63] without a price the cost is unknown, not nothing', () => {
    expect(costOf(newConnection('minimax'), 'speech-9-hd', 100)).toBeNull();
  });

  test('[PRV62] the environment makes a connection of every key in it, and nothing else', () => {
    expect(connectionsFromEnvironment({})).toEqual([]);
    expect(connectionsFromEnvironment({ MIMO_BASE_URL: 'https://example.com', MINIMAX_API_KEY: '  ' })).toEqual([]);
    const found = connectionsFromEnvironment({
      MIMO_API_KEY: ' sk-1\n',
      UMODELVERSE_API_KEY: 'k-2',
      MODELVERSE_API_KEY: 'k-3',
      DASHSCOPE_API_KEY: 'k-4',
      DASHSCOPE_BASE_URL: 'https://dashscope-intl.aliyuncs.com/api/v1',
      MINIMAX_API_KEY: 'k-5',
      MINIMAX_BASE_URL: 'http://127.0.0.1:9/v1/',
    });
    expect(found.map(({ connection, key }) => [connection.id, connection.baseUrl, key, mayUseKey(connection)])).toEqual(
      [
        ['mimo', 'https://api.xiaomimimo.com', 'sk-1', true],
        ['minimax-global', 'https://api-us-ca.umodelverse.ai', 'k-2', true],
        ['minimax-china', 'https://api.modelverse.cn', 'k-3', true],
        ['dashscope', 'https://dashscope-intl.aliyuncs.com', 'k-4', true],
        ['minimax', 'http://127.0.0.1:9', 'k-5', true],
      ],
    );
    expect(found[4]?.connection.limits.spacingMs).toBe(0);
  });

  test('[PRV62] a bad address names its variable', () => {
    expect(() => connectionsFromEnvironment({ MIMO_API_KEY: 'k', MIMO_BASE_URL: 'http://example.com' })).toThrow(
      /^MIMO_BASE_URL: /,
    );
  });

  test('[PRV10] a service shows its key to nobody', () => {
    const [connected] = connectionsFromEnvironment({ MINIMAX_API_KEY: 'sk-canary-000' });
    const service = connected && createReliableService(connected);
    closing.push(() => service?.close() ?? Promise.resolve());
    expect(inspect(service, { depth: 9 }) + JSON.stringify(service)).not.toContain('canary');
  });

  test.each(['', 'two words', 'line\nbreak', 'schlüssel'])('[PRV10] %j is no key, and is not repeated', (key) => {
    expect(() => createService(newConnection('mimo'), key)).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        message: 'Xiaomi MiMo: the key is empty, or has blanks or characters no key has.',
      }),
    );
  });

  test('[PRV64] what may be wrong is known without asking', () => {
    const at = (kind: 'mimo' | 'dashscope', baseUrl: string) => newConnection(kind, { baseUrl });
    expect(connectionWarnings(newConnection('dashscope'), 'k')).toEqual([]);
    expect(connectionWarnings(at('dashscope', 'https://ws.ap-southeast-1.maas.aliyuncs.com'), 'k')).toHaveLength(1);
    expect(connectionWarnings(newConnection('mimo'), 'sk-1')).toEqual([]);
    expect(connectionWarnings(newConnection('mimo'), 'tp-1')).toHaveLength(1);
    expect(connectionWarnings(at('mimo', 'https://token-plan-cn.xiaomimimo.com/v1'), 'sk-1')).toHaveLength(1);
    expect(connectionWarnings(newConnection('minimax-china'), 'k').join()).toContain('timbre');
  });

  test("a connection of one's own has one's own name", () => {
    const connection = newConnection('minimax', { id: ProviderId.parse('work'), name: 'At work' });
    const service = createService(connection, 'some-key');
    closing.push(() => service.close());
    expect([service.id, service.name, service.defaultModel, service.defaultVoiceId]).toEqual([
      'work',
      'At work',
      'speech-2.8-hd',
      'English_Graceful_Lady',
    ]);
  });

  test('[PRV39] the shipped voices keep their odd ids', () => {
    const ids = shippedMinimaxVoices(ProviderId.parse('minimax')).map((voice) => voice.id);
    expect(ids).toHaveLength(466);
    expect(ids).toEqual(
      expect.arrayContaining(['Santa_Claus ', 'Cantonese_ProfessionalHost（F)', 'French_Female_News Anchor']),
    );
    for (const kind of ['minimax', 'minimax-global', 'minimax-china', 'dashscope'] as const) {
      expect(ids).toContain(KIND_DEFAULTS[kind].defaultVoiceId);
    }
  });
});
