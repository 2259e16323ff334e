import type { z } from 'zod';
import type { Fail } from './provider-error.ts';

/** Throws ProviderError `validation` that names the option and what it takes. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown, fail: Fail): z.infer<Schema> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.map((key) => `"${key}"`).join(', ') : undefined;
  const path = issue?.path.join('.') ?? '';
  const message =
    unknown === undefined
      ? `option ${path === '' ? '' : `"${path}"`}: ${issue?.message ?? 'not valid'}.`
      : `this voice has no option ${path === '' ? unknown : `${unknown} in "${path}"`}.`;
  throw fail({ kind: 'validation', phase: 'validate', message });
}
