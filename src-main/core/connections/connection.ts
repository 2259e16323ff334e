/** A connection to a speech service: what a person may change about it, as data. The key is kept elsewhere. */
import { z } from 'zod';
import { ProviderId } from '#shared/ids.ts';
import { WEIGHTS_SPELLINGS } from '../providers/minimax-request.ts';
import { normaliseBaseUrl, originOf } from './base-url.ts';

export const CONNECTION_KINDS = ['mimo', 'minimax-global', 'minimax-china', 'dashscope', 'minimax'] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

const Text = z.string().min(1).max(200);

export const Connection = z
  .strictObject({
    id: ProviderId,
    kind: z.enum(CONNECTION_KINDS),
    /** For people. */
    name: Text,
    baseUrl: z.string().max(2000).transform(normaliseBaseUrl),
    /** In the order of preference. Model ids come and go, so they are the person's. */
    models: z
      .array(z.strictObject({ id: Text, use: z.enum(['speech', 'design', 'clone', 'understanding']) }))
      .max(100)
      .readonly(),
    defaultVoiceId: z.string().max(1000),
    /** The first entry that names a model, or names none, holds for it. */
    prices: z
      .array(
        z.strictObject({
          model: Text.optional(),
          perTenThousandCharacters: z.number().nonnegative(),
          currency: z.string().regex(/^[A-Z]{3}$/, 'must be a code such as CNY'),
        }),
      )
      .max(100)
      .readonly(),
    limits: z.strictObject({
      concurrency: z.number().int().min(1).max(64),
      /** Between the beginnings of two requests. */
      spacingMs: z.number().int().min(0).max(600_000),
    }),
    /** How the host spells the field for blending voices: the gateways' own page says both. MiniMax kinds only. */
    weightsSpelling: z.enum(WEIGHTS_SPELLINGS).optional(),
    /** How the key is sent. Absent: as the service's own documents do it. */
    authHeader: z.enum(['api-key', 'bearer']).optional(),
    /** The origin the stored key was entered for; absent while there is none. */
    keyOrigin: z.string().optional(),
  })
  .readonly();
export type Connection = z.infer<typeof Connection>;

/** The same connection at another address. The key stays only where the origin does: it is bound to it. */
export function withBaseUrl(connection: Connection, baseUrl: string): Connection {
  const next = { ...connection, baseUrl: normaliseBaseUrl(baseUrl) };
  const { keyOrigin, ...withoutKey } = next;
  return keyOrigin === originOf(next.baseUrl) ? next : withoutKey;
}

/** To be called when a key has been stored for the connection as it is. */
export function withStoredKey(connection: Connection): Connection {
  return { ...connection, keyOrigin: originOf(connection.baseUrl) };
}

/** Whether the stored key may be sent to where the connection points now. */
export function mayUseKey(connection: Connection): boolean {
  return connection.keyOrigin === originOf(connection.baseUrl);
}

export interface Cost {
  readonly amount: number;
  readonly currency: string;
}

/** null where the connection has no price for the model: that is unknown, not free. */
export function costOf(connection: Connection, model: string, billedCharacters: number): Cost | null {
  const price = connection.prices.find((entry) => entry.model === model || entry.model === undefined);
  if (price === undefined) return null;
  return { amount: (billedCharacters * price.perTenThousandCharacters) / 10_000, currency: price.currency };
}
