/** What Electron says about a request or a check of a permission. */
export interface PermissionFacts {
  /** Of a request for devices. */
  readonly mediaTypes?: readonly string[];
  /** Of a check for one. */
  readonly mediaType?: string;
  readonly isMainFrame: boolean;
}

/**
 * Electron grants what no handler refuses: this is asked for every request and every check. The studio's own page may
 * listen to the microphone, to record a voice or a consent, and choose what it plays on; nothing else, and no camera.
 */
export function isPermissionGranted(permission: string, facts: PermissionFacts): boolean {
  if (!facts.isMainFrame) return false;
  if (permission === 'speaker-selection') return true;
  if (permission !== 'media') return false;
  const types = facts.mediaTypes ?? (facts.mediaType === undefined ? [] : [facts.mediaType]);
  return types.length > 0 && types.every((type) => type === 'audio');
}
