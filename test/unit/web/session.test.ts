import { expect, test } from 'vitest';
import { createSession, isSameSecret, newSecret } from '../../../src-main/web/session.ts';

test('[SEC36] a secret is 256 random bits', () => {
  expect(Buffer.from(newSecret(), 'base64url')).toHaveLength(32);
  expect(new Set(Array.from({ length: 100 }, newSecret)).size).toBe(100);
});

test('[SEC36] secrets of any length are compared', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true);
  expect(isSameSecret('abd', 'abc')).toBe(false);
  expect(isSameSecret('', 'abc')).toBe(false);
  expect(isSameSecret('abcabc', 'abc')).toBe(false);
});

test('[SEC37] a link is spent by its first use, and another link still works', () => {
  const session = createSession(4567);
  const [first, second] = [session.newLinkSecret(), session.newLinkSecret()];
  expect(session.redeem('guess')).toBeNull();
  expect(session.redeem(first)).not.toBeNull();
  expect(session.redeem(first)).toBeNull();
  expect(session.redeem(second)).not.toBeNull();
});

test('[SEC38] the cookie is strict, out of reach of scripts, and not the link', () => {
  const session = createSession(4567);
  const link = session.newLinkSecret();
  const cookie = session.redeem(link)!;
  expect(cookie).toMatch(/^lectern-4567=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  expect(cookie).not.toContain(link);
});

test('[SEC38] only the cookie that was given signs in', () => {
  const session = createSession(4567);
  const pair = session.redeem(session.newLinkSecret())!.split(';')[0]!;
  expect(session.isSignedIn(pair)).toBe(true);
  expect(session.isSignedIn(`other=1; ${pair}; more=2`)).toBe(true);
  expect(session.isSignedIn(undefined)).toBe(false);
  expect(session.isSignedIn('')).toBe(false);
  expect(session.isSignedIn(`${pair}x`)).toBe(false);
  expect(session.isSignedIn(pair.replace('4567', '4568'))).toBe(false);
  expect(session.isSignedIn('lectern-4567=')).toBe(false);
  expect(createSession(4567).isSignedIn(pair)).toBe(false);
});
