/**
 * JSON with integers beyond 2^53, which MiniMax uses for file ids: `JSON.parse` alone would round
 * 123456789012345678 to another file's id.
 */

interface NumberContext {
  readonly source?: string;
}
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: NumberContext) => unknown,
) => unknown;
/** Part of Node since 22; TypeScript's library does not describe either function yet. */
const parseWithSource = JSON.parse as ParseWithSource;
const rawJson = (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON;

/** As `JSON.parse`, except that an integer no double can hold stays text, digit by digit. Throws SyntaxError. */
export function parseBigJson(text: string): unknown {
  return parseWithSource(text, (_key, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? '')
      ? context.source
      : value,
  );
}

/** The digits of `id` as a JSON number, exactly. */
export function integerLiteral(id: string): unknown {
  if (!/^\d+$/.test(id)) throw new RangeError('Not a whole number');
  return rawJson(id.replace(/^0+(?=\d)/, ''));
}

/** Ids are text for us, whatever they were in JSON; undefined for anything that is neither. */
export function idText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}
