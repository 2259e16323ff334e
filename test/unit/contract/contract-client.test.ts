import { expect, test } from 'vitest';
import { answerOf } from '#core/error-answer.ts';
import { createClient, type Transport } from '#shared/contract/client.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import { silentLog } from '../../helpers/silent-log.ts';

function clientAnswering(answer: unknown) {
  const transport: Transport = { invoke: () => Promise.resolve(answer), subscribe: () => () => {} };
  return createClient(transport);
}

test('[SEC12] the client hands on the value', async () => {
  await expect(clientAnswering({ ok: true, value: [] }).call('projects.list', {})).resolves.toEqual([]);
});

test('[SEC12] an error crosses the contract and comes out as it went in', async () => {
  const thrown = new AppError({
    code: 'provider-error',
    message: 'No credit left.',
    isRetryable: true,
    details: { kind: 'quota', httpStatus: 402, requestId: 'r1', connection: 'mimo' },
  });
  const answer = JSON.parse(JSON.stringify({ ok: false, error: answerOf(thrown, silentLog) }));
  const received = await clientAnswering(answer)
    .call('voices.list', {})
    .catch((error: unknown) => error);
  expect(received).toBeInstanceOf(AppError);
  const { code, message, isRetryable, details } = received as AppError;
  expect({ code, message, isRetryable, details }).toEqual({
    code: thrown.code,
    message: thrown.message,
    isRetryable: true,
    details: thrown.details,
  });
});

test('[SEC12] a cancelled call rejects with Cancelled', async () => {
  const answer = { ok: false, error: answerOf(new Cancelled(), silentLog) };
  await expect(clientAnswering(answer).call('sample.open', {})).rejects.toBeInstanceOf(Cancelled);
});
