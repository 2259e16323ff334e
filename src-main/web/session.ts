import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;

/** 256 random bits, as they stand in a URL or a cookie. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Takes the same time wherever the two differ: both are hashed, so not even a length shows. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
}

/**
 * Who may use this run of the host. A link signs one browser in and is spent by it; the cookie it gets in exchange
 * is another secret, so that a link left in a terminal or a history opens nothing.
 */
export interface Session {
  /** A fresh one-time secret for a link; links given before stay good until they are used. */
  newLinkSecret(): string;
  /** Spends a link. Null when it was spent already or never given. Otherwise a Set-Cookie value. */
  redeem(linkSecret: string): string | null;
  isSignedIn(cookieHeader: string | undefined): boolean;
}

/** Cookies do not know ports: two hosts on one machine need two names. */
export function createSession(port: number): Session {
  const cookieName = `lectern-${port}`;
  const cookieSecret = newSecret();
  const linkSecrets = new Set<string>();
  return {
    newLinkSecret() {
      const secret = newSecret();
      linkSecrets.add(secret);
      return secret;
    },
    redeem(given) {
      for (const secret of linkSecrets) {
        if (!isSameSecret(given, secret)) continue;
        linkSecrets.delete(secret);
        return `${cookieName}=${cookieSecret}; HttpOnly; SameSite=Strict; Path=/`;
      }
      return null;
    },
    isSignedIn(cookieHeader) {
      const given = cookieValue(cookieHeader, cookieName);
      return given !== null && isSameSecret(given, cookieSecret);
    },
  };
}

function cookieValue(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}
