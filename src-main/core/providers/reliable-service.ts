/** A speech service that keeps to its connection's limits and tries again where that may help. */
import type { Clock } from './clock.ts';
import { ProviderError } from './provider-error.ts';
import { RequestGate, type RequestLimits } from './request-gate.ts';
import { MAX_RETRY_AFTER_MS, type RetrySettings, withRetries } from './retry.ts';
import type { SpeechService } from './speech-service.ts';

export interface ReliabilitySettings extends Omit<RetrySettings, 'clock'> {
  readonly limits: RequestLimits;
  readonly clock: Clock;
}

/** Where the service does not say how long; none of them is known to. */
const RATE_LIMIT_HOLD_MS = 1000;

/**
 * Calls that make something at the service (voices, tasks) are not tried again: whether the first try made it is
 * unknown when its answer is lost.
 */
export function reliableService(service: SpeechService, settings: ReliabilitySettings): SpeechService {
  const gate = new RequestGate(settings.limits, settings.clock);
  /** The limit that was met is the account's: the others wait as well, so it is held before the next one's turn. */
  const held = async <Result>(operation: () => Promise<Result>): Promise<Result> => {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof ProviderError && error.kind === 'rate_limited') {
        gate.hold(Math.min(error.retryAfterMs ?? RATE_LIMIT_HOLD_MS, MAX_RETRY_AFTER_MS));
      }
      throw error;
    }
  };
  const run = <Result>(operation: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> =>
    withRetries(() => gate.run(() => held(operation), signal), settings, signal);
  const { understanding } = service;
  return {
    ...service,
    listVoices: (options) => run(() => service.listVoices(options), options?.signal),
    synthesize: (request, options) => run(() => service.synthesize(request, options), options?.signal),
    ...(understanding === undefined
      ? {}
      : {
          understanding: {
            ...understanding,
            understand: (request, options) => run(() => understanding.understand(request, options), options?.signal),
          },
        }),
  };
}
