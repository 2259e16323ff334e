import { describe, expect, test } from 'vitest';
import type { Clock } from '#core/providers/clock.ts';
import { createFail, type ProviderError } from '#core/providers/provider-error.ts';
import { reliableService } from '#core/providers/reliable-service.ts';
import { RequestGate } from '#core/providers/request-gate.ts';
import { retryDelayMs, withRetries } from '#core/providers/retry.ts';
import { retryAfterMs } from '#core/providers/service-answer.ts';
import type { UtteranceRequest } from '#core/providers/speech-provider.ts';
import type { SpeechService } from '#core/providers/speech-service.ts';
import { Cancelled, type ProviderErrorKind } from '#shared/errors.ts';

const fail = createFail({ id: 'x', name: 'X', redact: (text) => text });

function failure(kind: ProviderErrorKind, after?: number): ProviderError {
  return fail({ kind, phase: 'body', message: kind, retryAfterMs: after });
}

/** Time that passes only when somebody sleeps. */
class FakeClock implements Clock {
  now = 0;
  readonly slept: number[] = [];
  nowMs(): number {
    return this.now;
  }
  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw new Cancelled();
    this.slept.push(milliseconds);
    // What was due before is done before.
    await settled();
    this.now += milliseconds;
  }
}

function settings(clock: Clock, retries = 4, random = () => 1) {
  return { retries, clock, random };
}

/** Fails with these in turn, then succeeds. */
function failing(...errors: readonly Error[]): () => Promise<string> {
  const left = [...errors];
  return async () => {
    const error = left.shift();
    if (error !== undefined) throw error;
    return 'spoken';
  };
}

describe('trying again', () => {
  test('[PRV65] pauses double, and each is a random share of its interval', async () => {
    const clock = new FakeClock();
    const errors = [failure('server'), failure('timeout'), failure('network'), failure('server')];
    await expect(withRetries(failing(...errors), settings(clock))).resolves.toBe('spoken');
    expect(clock.slept).toEqual([500, 1000, 2000, 4000]);
    const jittered = new FakeClock();
    await withRetries(
      failing(...errors),
      settings(jittered, 4, () => 0.25),
    );
    expect(jittered.slept).toEqual([125, 250, 500, 1000]);
  });

  test('[PRV65] a pause never grows beyond half a minute', () => {
    const many = Array.from({ length: 20 }, () => failure('server'));
    expect(retryDelayMs(many[0], many, settings(new FakeClock(), 99))).toBe(30_000);
  });

  test('[PRV65] after the last retry the failure is the answer', async () => {
    const clock = new FakeClock();
    const errors = [failure('server'), failure('server'), failure('rate_limited')];
    await expect(withRetries(failing(...errors), settings(clock, 2))).rejects.toBe(errors[2]);
    expect(clock.slept).toHaveLength(2);
    await expect(withRetries(failing(failure('server')), settings(clock, 0))).rejects.toThrow();
  });

  test.each<ProviderErrorKind>([
    'auth',
    'quota',
    'invalid_request',
    'content_blocked',
    'protocol',
    'download_failed',
    'provider_error',
  ])('[PRV65] %s is not tried again', async (kind) => {
    const clock = new FakeClock();
    await expect(withRetries(failing(failure(kind)), settings(clock))).rejects.toMatchObject({ kind });
    expect(clock.slept).toEqual([]);
  });

  test.each<ProviderErrorKind>(['empty_audio', 'empty_result'])('[PRV65] %s is tried again once', async (kind) => {
    const clock = new FakeClock();
    await expect(withRetries(failing(failure(kind)), settings(clock))).resolves.toBe('spoken');
    await expect(
      withRetries(failing(failure('server'), failure(kind), failure(kind)), settings(clock)),
    ).rejects.toMatchObject({ kind });
  });

  test('[PRV65] a failure of the program is not tried again', async () => {
    await expect(withRetries(failing(new TypeError('bug')), settings(new FakeClock()))).rejects.toThrow(TypeError);
    await expect(withRetries(failing(new Cancelled()), settings(new FakeClock()))).rejects.toThrow(Cancelled);
  });

  test('[PRV65] `Retry-After` is the least that is waited, and too long a wait is not begun', async () => {
    const clock = new FakeClock();
    await withRetries(
      failing(failure('rate_limited', 7000)),
      settings(clock, 4, () => 0.5),
    );
    expect(clock.slept).toEqual([7500]);
    await expect(withRetries(failing(failure('rate_limited', 600_000)), settings(clock))).rejects.toMatchObject({
      kind: 'rate_limited',
    });
  });

  test('[PRV65] cancelling ends the wait', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(withRetries(failing(failure('server')), settings(new FakeClock()), controller.signal)).rejects.toThrow(
      Cancelled,
    );
  });

  test.each([
    ['0', 0],
    ['30', 30_000],
    [' 1.5 ', 1500],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('[PRV9] `Retry-After: %s`', (header, expected) => {
    expect(retryAfterMs(header, Date.UTC(2026, 9, 21, 7, 28, 0))).toBe(expected);
  });
});

describe('the gate of a connection', () => {
  test('[PRV66] no more run at once than allowed, in the order they came', async () => {
    const gate = new RequestGate({ concurrency: 2, spacingMs: 0 }, new FakeClock());
    const finish: (() => void)[] = [];
    const started: number[] = [];
    const runs = [0, 1, 2, 3].map((name) =>
      gate.run(() => {
        started.push(name);
        return new Promise<void>((resolve) => finish.push(resolve));
      }),
    );
    await settled();
    expect(started).toEqual([0, 1]);
    finish[1]?.();
    await settled();
    expect(started).toEqual([0, 1, 2]);
    finish[0]?.();
    await settled();
    expect(started).toEqual([0, 1, 2, 3]);
    for (const done of finish) done();
    await Promise.all(runs);
  });

  test('[PRV66] requests begin a distance apart, also when one failed', async () => {
    const clock = new FakeClock();
    const gate = new RequestGate({ concurrency: 9, spacingMs: 100 }, clock);
    const began: number[] = [];
    const runs = [0, 1, 2].map((name) =>
      gate.run(async () => {
        began.push(clock.now);
        if (name === 0) throw new Error('first');
      }),
    );
    await Promise.allSettled(runs);
    expect(began).toEqual([0, 100, 200]);
  });

  test('[PRV66] a pause the service asks for holds everybody', async () => {
    const clock = new FakeClock();
    const gate = new RequestGate({ concurrency: 9, spacingMs: 0 }, clock);
    gate.hold(5000);
    await gate.run(async () => undefined);
    expect(clock.now).toBe(5000);
  });

  test('[PRV66] one request that meets the limit makes the others wait as well', async () => {
    const clock = new FakeClock();
    const began: (readonly [string, number])[] = [];
    const refused = failing(failure('rate_limited', 5000));
    const service = {
      synthesize: async ({ text }: { readonly text: string }) => {
        began.push([text, clock.now]);
        if (text === 'first') await refused();
        return { bytes: new Uint8Array(), format: 'wav', billedCharacters: 0, warnings: [] };
      },
    } as unknown as SpeechService;
    const limits = { concurrency: 1, spacingMs: 0 };
    const reliable = reliableService(service, { limits, clock, retries: 1, random: () => 0 });
    const say = (text: string) => reliable.synthesize({ text } as UtteranceRequest);
    await Promise.all([say('first'), say('second')]);
    expect(began[0]).toEqual(['first', 0]);
    expect(began.find(([text]) => text === 'second')?.[1]).toBeGreaterThanOrEqual(5000);
  });

  test('[PRV66] who is cancelled while waiting leaves the queue and is never run', async () => {
    const gate = new RequestGate({ concurrency: 1, spacingMs: 0 }, new FakeClock());
    let finish = (): void => undefined;
    const first = gate.run(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const controller = new AbortController();
    let hasRun = false;
    const second = gate.run(async () => {
      hasRun = true;
    }, controller.signal);
    controller.abort();
    await expect(second).rejects.toThrow(Cancelled);
    finish();
    await first;
    await expect(gate.run(async () => 'third')).resolves.toBe('third');
    expect(hasRun).toBe(false);
  });
});

/** Lets every promise that can go on go on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}
