/** Nothing the studio does needs a permission of the browser. Recording will add the microphone, and nothing else. */
const GRANTED: ReadonlySet<string> = new Set();

/** Electron grants what no handler refuses: this is asked for every request and every check. */
export function isPermissionGranted(permission: string): boolean {
  return GRANTED.has(permission);
}
