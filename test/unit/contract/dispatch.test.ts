import { expect, test } from 'vitest';
import type { Handlers } from '#shared/contract/contract.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import { fakeStudio } from '../../helpers/fake-studio.ts';
import { recordingLog } from '../../helpers/silent-log.ts';

function dispatchOver(handlers: Partial<Handlers> = {}) {
  const log = recordingLog();
  return { dispatch: fakeStudio({ handlers: () => handlers, log }).studio.dispatch, log };
}

test('[SEC1] a call that is right is answered with its value', async () => {
  const { dispatch } = dispatchOver();
  await expect(dispatch('app.info', {})).resolves.toEqual({
    ok: true,
    value: { version: '9.9.9', platform: process.platform },
  });
});

test.each(['no.such', 'constructor', '__proto__', 'toString', ''])(
  '[SEC2] a method that is not in the table is answered not-found: %j',
  async (method) => {
    const { dispatch } = dispatchOver();
    await expect(dispatch(method, {})).resolves.toMatchObject({ ok: false, error: { code: 'not-found' } });
  },
);

test.each([
  ['app.info', undefined],
  ['app.info', { extra: 1 }],
  ['episodes.open', {}],
  ['episodes.open', { episodeId: 7 }],
  ['episodes.open', { episodeId: '' }],
  ['episodes.open', { episodeId: 'x'.repeat(129) }],
  ['episodes.list', null],
  ['episodes.list', 'p1'],
])('[SEC3] input that does not fit is refused before the core sees it: %s %j', async (method, input) => {
  const { dispatch } = dispatchOver({
    'episodes.open': () => expect.unreachable(),
    'episodes.list': () => expect.unreachable(),
  });
  const answer = await dispatch(method, input);
  expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input', details: { method } } });
});

test('[SEC4] an expected error keeps its code, its sentence and its service facts', async () => {
  const { dispatch } = dispatchOver({
    'voices.list': () =>
      Promise.reject(
        new AppError({
          code: 'provider-error',
          message: 'Too many requests.',
          isRetryable: true,
          details: { kind: 'rate_limited', httpStatus: 429, retryAfterMs: 1000 },
        }),
      ),
  });
  await expect(dispatch('voices.list', {})).resolves.toEqual({
    ok: false,
    error: {
      code: 'provider-error',
      kind: 'rate_limited',
      message: 'Too many requests.',
      isRetryable: true,
      httpStatus: 429,
      details: { retryAfterMs: 1000 },
    },
  });
});

test('[SEC5] an unexpected error tells people an id and nothing of its text; the log has both', async () => {
  const { dispatch, log } = dispatchOver({
    'projects.list': () => {
      throw new Error('SELECT key FROM secrets');
    },
  });
  const answer = await dispatch('projects.list', {});
  expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(answer)).not.toContain('secrets');
  const logId = answer.ok ? '' : String(answer.error.details?.logId);
  expect(logId).not.toBe('');
  expect(JSON.stringify(log.entries)).toContain(logId);
  expect(JSON.stringify(log.entries)).toContain('SELECT key FROM secrets');
});

test('[SEC6] a cancelled call says so', async () => {
  const { dispatch } = dispatchOver({ 'voices.list': () => Promise.reject(new Cancelled()) });
  await expect(dispatch('voices.list', {})).resolves.toMatchObject({ ok: false, error: { code: 'cancelled' } });
});

test('[SEC7] details that cannot be JSON do not turn an answer into silence', async () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const { dispatch } = dispatchOver({
    'projects.list': () => {
      throw new AppError({ code: 'library-damaged', message: 'Damaged.', details: { circular } });
    },
  });
  await expect(dispatch('projects.list', {})).resolves.toEqual({
    ok: false,
    error: { code: 'library-damaged', message: 'Damaged.', isRetryable: false },
  });
});
