/** The files of an uncompressed tar archive (POSIX ustar), for archives small enough to be in memory. */

const BLOCK = 512;

/** Empty when `bytes` is no such archive. Stops at the first header that makes no sense. */
export function tarEntries(bytes: Uint8Array): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const entries: { name: string; bytes: Uint8Array }[] = [];
  const text = (start: number, length: number): string =>
    Buffer.from(bytes.subarray(start, start + length))
      .toString('latin1')
      .replace(/\0.*$/s, '');
  for (let offset = 0; offset + BLOCK <= bytes.length; ) {
    if (text(offset + 257, 5) !== 'ustar') break;
    const size = text(offset + 124, 12).trim();
    const start = offset + BLOCK;
    const length = /^[0-7]+$/.test(size) ? Number.parseInt(size, 8) : Number.NaN;
    if (!(start + length <= bytes.length)) break;
    const type = text(offset + 156, 1);
    if (type === '' || type === '0')
      entries.push({ name: text(offset, 100), bytes: bytes.subarray(start, start + length) });
    offset = start + Math.ceil(length / BLOCK) * BLOCK;
  }
  return entries;
}
