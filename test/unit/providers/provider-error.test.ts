import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createFail, ProviderError } from '#core/providers/provider-error.ts';
import { PROVIDER_ERROR_KINDS, type ProviderErrorKind } from '#shared/errors.ts';

const fail = createFail({ id: 'mine', name: 'My service', redact: (text) => text });
const RETRYABLE: readonly ProviderErrorKind[] = [
  'rate_limited',
  'timeout',
  'server',
  'network',
  'empty_audio',
  'truncated_stream',
  'empty_result',
];

describe('provider errors', () => {
  test.each(PROVIDER_ERROR_KINDS)('[PRV65] %s is retryable exactly if it may pass', (kind) => {
    expect(fail({ kind, phase: 'body', message: 'm' }).isRetryable).toBe(RETRYABLE.includes(kind));
  });

  test('[PRV16] a stream that broke after its first piece is not asked for again', () => {
    const partialAudio = { bytes: Buffer.from('piece'), format: 'mp3' };
    const error = fail({ kind: 'truncated_stream', phase: 'stream', message: 'm' }).with({ partialAudio });
    expect(error.isRetryable).toBe(false);
    expect(error.partialAudio).toEqual(partialAudio);
    expect(error.details.hasPartialAudio).toBe(true);
  });

  test('a stream that broke before anything came counts as nothing', () => {
    const error = fail({ kind: 'truncated_stream', phase: 'stream', message: 'm' });
    const same = error.with({ partialAudio: { bytes: new Uint8Array(), format: 'mp3' } });
    expect([same.isRetryable, same.partialAudio, same.details.hasPartialAudio]).toEqual([true, undefined, undefined]);
  });

  test('[PRV17] partial audio is in no JSON and no inspection', () => {
    const error = fail({ kind: 'server', phase: 'stream', message: 'm' }).with({
      partialAudio: { bytes: Buffer.from('piece'), format: 'mp3' },
    });
    expect(JSON.stringify(error) + inspect(error)).not.toMatch(/partialAudio"|70,\s*69|"data"/);
  });

  test('an error says who failed, what to do, and what the service said about itself', () => {
    const error = fail({
      kind: 'auth',
      phase: 'body',
      message: 'invalid api key (2049).',
      httpStatus: 401,
      providerCode: '2049',
      requestId: 'trace',
    });
    expect(error).toBeInstanceOf(ProviderError);
    expect(error.message).toBe('My service: invalid api key (2049). Check the key.');
    expect(error.code).toBe('provider-error');
    expect(error.details).toEqual({
      kind: 'auth',
      provider: 'mine',
      phase: 'body',
      httpStatus: 401,
      providerCode: '2049',
      requestId: 'trace',
    });
  });
});
