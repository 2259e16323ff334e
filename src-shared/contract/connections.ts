/** Connections to speech services. A key goes in and never comes out. */
import { z } from 'zod';
import { ProviderId } from '../ids.ts';

export const CONNECTION_KINDS = ['mimo', 'minimax-global', 'minimax-china', 'dashscope', 'minimax'] as const;
export const ConnectionKind = z.enum(CONNECTION_KINDS);
export type ConnectionKind = z.infer<typeof ConnectionKind>;

const Text = z.string().trim().min(1).max(200);
const Models = z
  .array(z.strictObject({ id: Text, use: z.enum(['speech', 'design', 'clone', 'understanding']) }))
  .max(100)
  .readonly();
const Prices = z
  .array(
    z.strictObject({
      model: Text.exactOptional(),
      perTenThousandCharacters: z.number().nonnegative(),
      currency: z.string().regex(/^[A-Z]{3}$/),
    }),
  )
  .max(100)
  .readonly();
const Limits = z.strictObject({
  concurrency: z.number().int().min(1).max(64),
  spacingMs: z.number().int().min(0).max(600_000),
});
const WeightsSpelling = z.enum(['timbre', 'timber', 'both']);

export const ConnectionValue = z.strictObject({
  id: ProviderId,
  kind: ConnectionKind,
  name: z.string(),
  baseUrl: z.string(),
  models: Models,
  defaultVoiceId: z.string(),
  prices: Prices,
  limits: Limits,
  weightsSpelling: WeightsSpelling.exactOptional(),
  /** From the library: it can be changed and removed; else from the environment. */
  isStored: z.boolean(),
  /** Where its key is kept, for people; null: there is none that may be sent to this address. */
  keySource: z.string().nullable(),
  /** It points at a stand-in on this machine, not at the service. */
  isFake: z.boolean(),
});
export type ConnectionValue = z.infer<typeof ConnectionValue>;

export const ConnectionDefaults = ConnectionValue.pick({
  kind: true,
  name: true,
  baseUrl: true,
  models: true,
  defaultVoiceId: true,
  prices: true,
  limits: true,
});
export type ConnectionDefaults = z.infer<typeof ConnectionDefaults>;

export const CONNECTION_METHODS = {
  'connections.list': {
    input: z.strictObject({}),
    output: z.strictObject({
      connections: z.array(ConnectionValue).readonly(),
      /** What a new one of each kind begins with. */
      kinds: z.array(ConnectionDefaults).readonly(),
      /** How keys are kept here, for people: 'the system key store', 'environment variables' … */
      keyStorage: z.strictObject({ tier: z.enum(['system', 'obfuscated', 'environment']), canStore: z.boolean() }),
    }),
  },
  /** A new one without `id`. Changing the address drops the key unless one is given with it. */
  'connections.save': {
    input: z.strictObject({
      id: ProviderId.exactOptional(),
      kind: ConnectionKind,
      name: Text,
      baseUrl: z.string().trim().max(2000),
      models: Models,
      defaultVoiceId: z.string().max(1000),
      prices: Prices,
      limits: Limits,
      weightsSpelling: WeightsSpelling.exactOptional(),
      key: z.string().trim().min(1).max(10_000).exactOptional(),
    }),
    output: ConnectionValue,
  },
  'connections.remove': { input: z.strictObject({ id: ProviderId }), output: z.strictObject({}) },
  /** Asks the service. Throws what it says: `auth`, `network` … */
  'connections.test': {
    input: z.strictObject({ id: ProviderId }),
    output: z.strictObject({ elapsedMs: z.number(), warnings: z.array(z.string()).readonly() }),
  },
} as const;
