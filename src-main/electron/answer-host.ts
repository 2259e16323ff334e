import { z } from 'zod';
import { answerOf } from '#core/error-answer.ts';
import type { Log } from '#core/ports.ts';
import type { Answer } from '#shared/contract/client.ts';
import { HOST_METHODS, type HostHandlers, type HostInput, type HostMethodName } from '#shared/contract/host.ts';
import { AppError } from '#shared/errors.ts';

export type AnswerHost = (method: HostMethodName, input: unknown) => Promise<Answer>;

/** As the core's dispatch: checks the input, calls, and always answers. */
export function createAnswerHost(handlers: HostHandlers, log: Log): AnswerHost {
  async function call<M extends HostMethodName>(method: M, input: unknown): Promise<unknown> {
    const parsed = HOST_METHODS[method].input.safeParse(input);
    if (parsed.success) return handlers[method](parsed.data as HostInput<M>);
    throw new AppError({
      code: 'invalid-input',
      message: `${method} cannot take this input.\n${z.prettifyError(parsed.error)}`,
    });
  }
  return async (method, input) => {
    try {
      return { ok: true, value: await call(method, input) };
    } catch (thrown) {
      return { ok: false, error: answerOf(thrown, log) };
    }
  };
}
