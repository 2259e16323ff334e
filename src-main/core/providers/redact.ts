/** Keeps keys out of everything a person or a file can see. */

/** Shorter "keys" would be found inside ordinary words; no service issues them. */
const SHORTEST_SECRET = 4;

export type Redact = (text: string) => string;

/**
 * Replaces every secret by `[key]`, also where it was percent-encoded, JSON-escaped or base64-encoded on its way
 * through somebody's error message.
 */
export function createRedact(secrets: readonly string[]): Redact {
  const spellings = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    spellings.add(secret);
    spellings.add(encodeURIComponent(secret));
    spellings.add(JSON.stringify(secret).slice(1, -1));
    // The last quantum depends on what follows it, so only the whole ones are looked for.
    const whole = secret.slice(0, Math.floor(secret.length / 3) * 3);
    if (whole.length >= 12) spellings.add(Buffer.from(whole, 'utf8').toString('base64').replace(/=+$/, ''));
  }
  // Longest first, so that no spelling is cut in two by a shorter one.
  const ordered = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((result, spelling) => result.replaceAll(spelling, '[key]'), text);
}

/** One line of at most `length` characters out of whatever a service sent: for messages, never for parsing. */
export function excerptOf(text: string, length = 300): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length)}…`;
}
