/** Where Electron serves the studio's page: a scheme of its own, so that it has an origin, and one nobody else has. */
export const APP_SCHEME = 'app';
const APP_HOST = 'studio';
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`;

/** Whether a URL is ours: exactly our scheme and host, no user, no port. */
export function isOwnPage(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === `${APP_SCHEME}:` &&
    parsed.host === APP_HOST &&
    parsed.username === '' &&
    parsed.password === ''
  );
}
