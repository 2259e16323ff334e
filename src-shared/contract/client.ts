/** The contract as its caller sees it: a typed call, and AppError or Cancelled where the core threw them. */

import { AppError, Cancelled, type ErrorAnswer } from '../errors.ts';
import type { CallInput, EventMessage, MethodName, Output } from './contract.ts';

export type Answer<Value = unknown> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorAnswer };

/** What a shell gives the page: Electron's bridge or the web host's requests. Neither knows a method's name. */
export interface Transport {
  /** Rejects only when the core cannot be reached; a refused call is an answer. */
  invoke(method: string, input: unknown): Promise<unknown>;
  /** Ends when the returned function is called. `onResumed`: events may have been missed before. */
  subscribe(listener: (event: unknown) => void, onResumed?: () => void): () => void;
}

export interface Client {
  call<M extends MethodName>(method: M, input: CallInput<M>): Promise<Output<M>>;
  subscribe(listener: (event: EventMessage) => void, onResumed?: () => void): () => void;
}

export function createClient(transport: Transport): Client {
  return {
    async call(method, input) {
      const answer = (await transport.invoke(method, input)) as Answer<Output<typeof method>>;
      if (answer.ok) return answer.value;
      throw errorOfAnswer(answer.error);
    },
    subscribe: (listener, onResumed) => transport.subscribe((event) => listener(event as EventMessage), onResumed),
  };
}

/** The reverse of core's `errorAnswerOf`: what the answer lifted out of `details` goes back into them. */
export function errorOfAnswer(answer: ErrorAnswer): AppError | Cancelled {
  if (answer.code === 'cancelled') return new Cancelled();
  const { code, message, isRetryable, details, ...lifted } = answer;
  return new AppError({ code, message, isRetryable, details: { ...details, ...lifted } });
}
