/** Base URLs as people write them, made one. */
import { AppError } from '#shared/errors.ts';
import { isLoopbackHost } from '../providers/address-guard.ts';

/**
 * Without a trailing slash and without the version (`/v1`, Alibaba's `/api/v1`) which the clients add themselves.
 * Throws AppError `invalid-input` for anything but https, or http to loopback, and for addresses with a user name,
 * a query or a fragment.
 */
export function normaliseBaseUrl(text: string): string {
  const refuse = (why: string): AppError =>
    new AppError({
      code: 'invalid-input',
      message: `"${text}" cannot be a base URL: ${why}. Write it like https://api.example.com`,
    });
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) throw refuse('it is not a URL');
  const url = new URL(trimmed);
  if (url.username !== '' || url.password !== '') {
    // Without repeating the text: what stands before the @ is a secret.
    throw new AppError({ code: 'invalid-input', message: 'A base URL may not carry a user name or password.' });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('it must begin with https://');
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    throw refuse('plain http is accepted for this machine only');
  if (url.search !== '' || url.hash !== '') throw refuse('it may not carry a query or a fragment');
  const path = url.pathname
    .replace(/\/+$/, '')
    .replace(/(?:\/api)?\/v1$/, '')
    .replace(/\/+$/, '');
  return `${url.origin}${path}`;
}

export function originOf(baseUrl: string): string {
  return new URL(baseUrl).origin;
}
