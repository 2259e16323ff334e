/**
 * The one door between any shell and the core: checks the input, calls, and always answers. A shell decides who may
 * knock (sender, host, origin, token); what may be said is decided here, the same for all of them.
 */
import { z } from 'zod';
import type { Answer } from '#shared/contract/client.ts';
import { type HandlerInput, type Handlers, isMethodName, METHODS, type MethodName } from '#shared/contract/contract.ts';
import { AppError, type ErrorAnswer } from '#shared/errors.ts';
import { answerOf } from '../error-answer.ts';
import type { Log } from '../ports.ts';

/** Never rejects. The answer is plain JSON. */
export type Dispatch = (method: string, input: unknown) => Promise<Answer>;

export function createDispatch(handlers: Handlers, log: Log): Dispatch {
  return async (method, input) => {
    try {
      if (!isMethodName(method)) {
        throw new AppError({ code: 'not-found', message: `There is no method named “${method.slice(0, 100)}”.` });
      }
      return { ok: true, value: await callHandler(handlers, method, input) };
    } catch (thrown) {
      return { ok: false, error: plainAnswer(answerOf(thrown, log)) };
    }
  };
}

async function callHandler<M extends MethodName>(handlers: Handlers, method: M, input: unknown): Promise<unknown> {
  const parsed = METHODS[method].input.safeParse(input);
  if (!parsed.success) {
    throw new AppError({
      code: 'invalid-input',
      message: `${method} cannot take this input.\n${z.prettifyError(parsed.error)}`,
      details: { method, issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) },
    });
  }
  return handlers[method](parsed.data as HandlerInput<M>);
}

/** Details may hold anything their thrower had at hand; what cannot be JSON must not turn an answer into silence. */
function plainAnswer(answer: ErrorAnswer): ErrorAnswer {
  try {
    return JSON.parse(JSON.stringify(answer)) as ErrorAnswer;
  } catch {
    const { details: _unprintable, ...rest } = answer;
    return rest;
  }
}
