/** One stretch of a file, half-open. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a Range header against a file of `byteLength` bytes (RFC 9110 §14.1.2: first-last, first-, -suffix).
 *
 * Answers null for no header (the whole file), and `unsatisfiable` for whatever cannot be answered with one stretch:
 * nonsense, several ranges, a start past the end. The standard lets a server ignore those and send the whole file;
 * an hour of decoded audio is more than a gigabyte, so we refuse instead.
 */
export function parseByteRange(header: string | undefined, byteLength: number): ByteRange | null | 'unsatisfiable' {
  if (header === undefined) return null;
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  const [, first, last] = match ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'unsatisfiable';
  if (first === '') {
    const suffix = Math.min(Number(last), byteLength);
    return suffix === 0 ? 'unsatisfiable' : { start: byteLength - suffix, end: byteLength };
  }
  const start = Number(first);
  const end = last === '' ? byteLength : Math.min(Number(last) + 1, byteLength);
  return start < end ? { start, end } : 'unsatisfiable';
}
