import { isOwnPage } from './own-page.ts';

/** Pages that the studio itself links to. Everything else that wants out stays in. */
const EXTERNAL_ORIGINS: ReadonlySet<string> = new Set(['https://ffmpeg.org', 'https://nodejs.org']);

/** The studio is one page: it may be loaded again, and the window goes nowhere else. */
export function isNavigationAllowed(url: string): boolean {
  return isOwnPage(url);
}

/** Whether the system's browser may be asked to open it. Never a scheme that starts a program. */
export function isExternalLinkAllowed(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.username === '' && parsed.password === '' && EXTERNAL_ORIGINS.has(parsed.origin);
}

export interface WindowOpenDecision {
  /** Never another window of ours. */
  readonly action: 'deny';
  /** To be opened in the system's browser instead. */
  readonly externalUrl: string | null;
}

export function decideWindowOpen(url: string): WindowOpenDecision {
  return { action: 'deny', externalUrl: isExternalLinkAllowed(url) ? url : null };
}
