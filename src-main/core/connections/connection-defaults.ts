/** What a new connection of each kind begins with. All of it is the person's to change. */
import { ProviderId } from '#shared/ids.ts';
import { isLoopbackHost } from '../providers/address-guard.ts';
import type { ServiceModel } from '../providers/service-settings.ts';
import { normaliseBaseUrl, originOf } from './base-url.ts';
import type { Connection, ConnectionKind } from './connection.ts';

interface KindDefaults
  extends Pick<Connection, 'name' | 'baseUrl' | 'models' | 'defaultVoiceId' | 'prices' | 'limits'> {
  /** Where a person gets a key from or keeps it, for the command line. */
  readonly keyVariable: string;
  readonly baseUrlVariable: string;
}

function speaking(ids: readonly string[]): readonly ServiceModel[] {
  return ids.map((id) => ({ id, use: 'speech' }));
}

/** By the published tables: one price for the hd models, one for the turbo models, per 10,000 billed characters. */
function priced(models: readonly ServiceModel[], hd: number, turbo: number, currency: string): Connection['prices'] {
  return models.map(({ id }) => ({
    model: id,
    perTenThousandCharacters: id.endsWith('-turbo') ? turbo : hd,
    currency,
  }));
}

const GATEWAY_MODELS = speaking([
  'speech-2.8-hd',
  'speech-2.6-hd',
  'speech-02-hd',
  'speech-2.8-turbo',
  'speech-2.6-turbo',
  'speech-02-turbo',
]);
const NATIVE_MODELS = speaking([...GATEWAY_MODELS.map(({ id }) => id), 'speech-01-hd', 'speech-01-turbo']);
const DASHSCOPE_MODELS = speaking([
  'MiniMax/speech-2.8-hd',
  'MiniMax/speech-02-hd',
  'MiniMax/speech-2.8-turbo',
  'MiniMax/speech-02-turbo',
]);

/** Limits: 60, 20 and 100 requests a minute are published or reported; for the gateways nothing is. */
export const KIND_DEFAULTS: Readonly<Record<ConnectionKind, KindDefaults>> = {
  mimo: {
    name: 'Xiaomi MiMo',
    baseUrl: 'https://api.xiaomimimo.com',
    models: [
      { id: 'mimo-v2.5-tts', use: 'speech' },
      { id: 'mimo-v2.5-tts-voicedesign', use: 'design' },
      { id: 'mimo-v2.5-tts-voiceclone', use: 'clone' },
      { id: 'mimo-v2.5', use: 'understanding' },
      { id: 'mimo-v2.6-flash', use: 'understanding' },
      { id: 'mimo-v2-omni', use: 'understanding' },
    ],
    defaultVoiceId: 'mimo_default',
    // Free for a limited time, says its page.
    prices: [{ perTenThousandCharacters: 0, currency: 'CNY' }],
    limits: { concurrency: 4, spacingMs: 600 },
    keyVariable: 'MIMO_API_KEY',
    baseUrlVariable: 'MIMO_BASE_URL',
  },
  'minimax-global': {
    name: 'MiniMax (UModelVerse)',
    baseUrl: 'https://api-us-ca.umodelverse.ai',
    models: GATEWAY_MODELS,
    defaultVoiceId: 'English_Graceful_Lady',
    prices: priced(GATEWAY_MODELS, 3.5, 2, 'CNY'),
    limits: { concurrency: 3, spacingMs: 500 },
    keyVariable: 'UMODELVERSE_API_KEY',
    baseUrlVariable: 'UMODELVERSE_BASE_URL',
  },
  'minimax-china': {
    name: 'MiniMax (ModelVerse)',
    baseUrl: 'https://api.modelverse.cn',
    models: GATEWAY_MODELS,
    defaultVoiceId: 'male-qn-qingse',
    prices: priced(GATEWAY_MODELS, 3.5, 2, 'CNY'),
    limits: { concurrency: 3, spacingMs: 500 },
    keyVariable: 'MODELVERSE_API_KEY',
    baseUrlVariable: 'MODELVERSE_BASE_URL',
  },
  dashscope: {
    name: 'MiniMax (Alibaba)',
    baseUrl: 'https://dashscope.aliyuncs.com',
    models: DASHSCOPE_MODELS,
    defaultVoiceId: 'male-qn-qingse',
    prices: priced(DASHSCOPE_MODELS, 3.5, 2, 'CNY'),
    limits: { concurrency: 2, spacingMs: 3100 },
    keyVariable: 'DASHSCOPE_API_KEY',
    baseUrlVariable: 'DASHSCOPE_BASE_URL',
  },
  minimax: {
    name: 'MiniMax',
    baseUrl: 'https://api.minimax.io',
    models: NATIVE_MODELS,
    defaultVoiceId: 'English_Graceful_Lady',
    prices: priced(NATIVE_MODELS, 1, 0.6, 'USD'),
    limits: { concurrency: 3, spacingMs: 1000 },
    keyVariable: 'MINIMAX_API_KEY',
    baseUrlVariable: 'MINIMAX_BASE_URL',
  },
};

/** MiniMax's hosts for China keep other accounts: twenty requests a minute where they pay, and in another currency. */
const MINIMAX_IN_CHINA: Pick<Connection, 'defaultVoiceId' | 'prices' | 'limits'> = {
  defaultVoiceId: 'male-qn-qingse',
  prices: priced(NATIVE_MODELS, 3.5, 2, 'CNY'),
  limits: { concurrency: 3, spacingMs: 3000 },
};

export function isMinimaxChina(baseUrl: string): boolean {
  return /(^|\.)(minimaxi\.com|minimax\.cn)$/.test(new URL(baseUrl).hostname);
}

/**
 * A connection of a kind under its own name. At another address the published limits are not known to hold; at one
 * on this machine there are none to keep.
 */
export function newConnection(
  kind: ConnectionKind,
  changes: Partial<Pick<Connection, 'id' | 'name' | 'baseUrl'>> = {},
): Connection {
  const { keyVariable: _key, baseUrlVariable: _url, ...ofKind } = KIND_DEFAULTS[kind];
  const baseUrl = normaliseBaseUrl(changes.baseUrl ?? ofKind.baseUrl);
  const defaults = kind === 'minimax' && isMinimaxChina(baseUrl) ? { ...ofKind, ...MINIMAX_IN_CHINA } : ofKind;
  const isHere = isLoopbackHost(new URL(originOf(baseUrl)).hostname);
  return {
    id: changes.id ?? ProviderId.parse(kind),
    kind,
    ...defaults,
    name: changes.name ?? defaults.name,
    baseUrl,
    limits: isHere ? { concurrency: defaults.limits.concurrency, spacingMs: 0 } : defaults.limits,
  };
}
