/** Records are plain JSON values: how they are frozen, compared and changed. */
import type { EpisodeRecord } from './records.ts';

/**
 * Freezes a record and all that is in it, and returns it. Always, not only in development: it costs under a
 * microsecond, and a write to a shared record must fail where it happens on every machine alike.
 */
export function freezeRecord<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) freezeRecord(inner);
  }
  return Object.freeze(value);
}

/** Equality of JSON values. The order of keys does not matter; an absent key and an undefined one are the same. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isSameValue(item, b[index]));
  }
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  for (const key in left) if (!isSameValue(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** Changes to make to a record; undefined takes an optional field away. */
export type RecordChanges<Value> = { readonly [Key in keyof Value]?: Value[Key] | undefined };

/** The record with the changes made. Keys that stay keep their order, so that equal records are equal JSON. */
export function withFields<Value extends EpisodeRecord>(record: Value, changes: RecordChanges<Value>): Value {
  const next: Record<string, unknown> = { ...record, ...changes };
  for (const key of Object.keys(changes)) if (next[key] === undefined) delete next[key];
  return next as unknown as Value;
}
