/** Another try for what may pass: which failures, how long to wait, and when to give up. */
import type { Clock } from './clock.ts';
import { ProviderError, retryabilityOf } from './provider-error.ts';

export interface RetrySettings {
  /** After the first try. */
  readonly retries: number;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly onRetry?: (error: ProviderError, delayMs: number) => void;
}

const BASE_MS = 500;
/** A limit per minute needs longer than a hiccup. */
const RATE_LIMIT_BASE_MS = 1000;
const MAX_BACKOFF_MS = 30_000;
/** A service that wants more than this is told so to the person, who may have better to do than wait. */
export const MAX_RETRY_AFTER_MS = 120_000;

/**
 * How long to wait before the try after `failures` failures; null to give up. Exponential backoff with full jitter
 * (a random share of the whole interval), so that requests which failed together do not come back together; never
 * sooner than the service's `Retry-After`.
 */
export function retryDelayMs(
  error: unknown,
  failures: readonly ProviderError[],
  settings: RetrySettings,
): number | null {
  if (!(error instanceof ProviderError) || !error.isRetryable || failures.length > settings.retries) return null;
  const isSecond = failures.filter((failure) => failure.kind === error.kind).length > 1;
  if (retryabilityOf(error.kind) === 'once' && isSecond) return null;
  const wanted = error.retryAfterMs ?? 0;
  if (wanted > MAX_RETRY_AFTER_MS) return null;
  const base = error.kind === 'rate_limited' ? RATE_LIMIT_BASE_MS : BASE_MS;
  const ceiling = Math.min(MAX_BACKOFF_MS, base * 2 ** (failures.length - 1));
  return wanted + Math.round(settings.random() * ceiling);
}

/** Throws the last failure, or Cancelled as soon as `signal` fires. */
export async function withRetries<Result>(
  operation: () => Promise<Result>,
  settings: RetrySettings,
  signal?: AbortSignal,
): Promise<Result> {
  const failures: ProviderError[] = [];
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof ProviderError) failures.push(error);
      const delayMs = retryDelayMs(error, failures, settings);
      if (delayMs === null) throw error;
      settings.onRetry?.(error as ProviderError, delayMs);
      await settings.clock.sleep(delayMs, signal);
    }
  }
}
