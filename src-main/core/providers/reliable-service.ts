/** A speech service that keeps to its connection's limits and tries again where that may help. */
import type { Clock } from './clock.ts';
import { RequestGate, type RequestLimits } from './request-gate.ts';
import { type RetrySettings, withRetries } from './retry.ts';
import type { SpeechService } from './speech-service.ts';

export interface ReliabilitySettings extends Omit<RetrySettings, 'clock'> {
  readonly limits: RequestLimits;
  readonly clock: Clock;
}

/**
 * Calls that make something at the service (voices, tasks) are not tried again: whether the first try made it is
 * unknown when its answer is lost.
 */
export function reliableService(service: SpeechService, settings: ReliabilitySettings): SpeechService {
  const gate = new RequestGate(settings.limits, settings.clock);
  const run = <Result>(operation: () => Promise<Result>, signal: AbortSignal | undefined): Promise<Result> =>
    withRetries(
      () => gate.run(operation, signal),
      {
        ...settings,
        onRetry: (error, delayMs) => {
          // The limit is the account's, so the others wait as well.
          if (error.kind === 'rate_limited') gate.hold(delayMs);
          settings.onRetry?.(error, delayMs);
        },
      },
      signal,
    );
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
