/** Connections named by environment variables: how the command line and the web host get theirs. */
import { AppError } from '#shared/errors.ts';
import { type Clock, SYSTEM_CLOCK } from '../providers/clock.ts';
import type { ProviderError } from '../providers/provider-error.ts';
import { reliableService } from '../providers/reliable-service.ts';
import type { SpeechService } from '../providers/speech-service.ts';
import { CONNECTION_KINDS, type Connection, type ConnectionKind, withStoredKey } from './connection.ts';
import { KIND_DEFAULTS, newConnection } from './connection-defaults.ts';
import { createService, type ServiceSurroundings } from './create-service.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ServicesSettings extends ServiceSurroundings {
  /** After the first try; 4 unless told otherwise. */
  readonly retries?: number | undefined;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly onRetry?: (error: ProviderError, delayMs: number) => void;
}

export interface EnvironmentConnection {
  readonly connection: Connection;
  readonly key: string;
}

const DEFAULT_RETRIES = 4;

export function isBaseUrlGiven(environment: Environment, kind: ConnectionKind): boolean {
  return (environment[KIND_DEFAULTS[kind].baseUrlVariable]?.trim() ?? '') !== '';
}

/** The connections whose key is in the environment, in a fixed order. Throws AppError `invalid-input` naming the variable. */
export function connectionsFromEnvironment(environment: Environment): readonly EnvironmentConnection[] {
  return CONNECTION_KINDS.flatMap((kind) => {
    const { keyVariable, baseUrlVariable } = KIND_DEFAULTS[kind];
    const key = environment[keyVariable]?.trim() ?? '';
    const baseUrl = environment[baseUrlVariable]?.trim() ?? '';
    if (key === '') return [];
    try {
      return [{ connection: withStoredKey(newConnection(kind, baseUrl === '' ? {} : { baseUrl })), key }];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError({ code: error.code, message: `${baseUrlVariable}: ${error.message}` });
    }
  });
}

/** A service that keeps its connection's limits and tries again. Nothing is sent by making it. */
export function createReliableService(
  { connection, key }: EnvironmentConnection,
  settings: ServicesSettings = {},
): SpeechService {
  const { retries = DEFAULT_RETRIES, clock = SYSTEM_CLOCK, random = Math.random, onRetry, ...surroundings } = settings;
  return reliableService(createService(connection, key, surroundings), {
    limits: connection.limits,
    retries,
    clock,
    random,
    ...(onRetry === undefined ? {} : { onRetry }),
  });
}
