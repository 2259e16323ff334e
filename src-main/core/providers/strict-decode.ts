/**
 * Hexadecimal and base64 that refuse what Node lets pass: `Buffer.from` stops silently at the first bad hexadecimal
 * digit, drops an odd one, and skips whatever is not base64. Half a line of speech would be stored as the whole.
 */

/** null when `text` is not pairs of hexadecimal digits throughout. */
export function decodeHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || /[^0-9a-fA-F]/.test(text)) return null;
  return Buffer.from(text, 'hex');
}

/** null when `text` is not canonical base64 (RFC 4648 §4, padded, no line breaks) throughout. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const end = text.length - padding;
  // The last group on its own, because padding may stand there and its unused bits must be zero.
  const tail = text.slice(-4);
  if (/[^A-Za-z0-9+/]/.test(text.slice(0, end))) return null;
  if (text !== '' && Buffer.from(tail, 'base64').toString('base64') !== tail) return null;
  return Buffer.from(text, 'base64');
}
