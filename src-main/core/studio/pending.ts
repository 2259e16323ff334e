import type { Handlers, MethodName } from '#shared/contract/contract.ts';
import { AppError } from '#shared/errors.ts';

/** Handlers that are being written. */
export function pending<M extends Partial<Record<MethodName, unknown>>>(
  methods: M,
): Pick<Handlers, keyof M & MethodName> {
  const entries = Object.keys(methods).map((name) => [
    name,
    () => {
      throw new AppError({ code: 'not-found', message: `${name} is not there yet.` });
    },
  ]);
  return Object.fromEntries(entries) as Pick<Handlers, keyof M & MethodName>;
}
