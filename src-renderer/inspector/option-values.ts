import type { Json, VoiceBinding } from '#shared/document/records.ts';

type Values = NonNullable<VoiceBinding['options']>;

/** `effects.pitch` is `pitch` within `effects`. */
export function readOption(values: Values, name: string): Json | undefined {
  let value: Json | undefined = values;
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as Readonly<Record<string, Json>>)[key];
  }
  return value;
}

/** undefined takes the option away, and what it stood in when nothing else does. */
export function withOption(values: Values, name: string, value: Json | undefined): Values {
  const [key = '', ...inner] = name.split('.');
  const { [key]: before, ...others } = values;
  const isObject = typeof before === 'object' && before !== null && !Array.isArray(before);
  const next = inner.length === 0 ? value : withOption(isObject ? (before as Values) : {}, inner.join('.'), value);
  const isNothing = next === undefined || (inner.length > 0 && Object.keys(next as Values).length === 0);
  return isNothing ? others : { ...others, [key]: next };
}
