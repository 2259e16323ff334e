import type { Log } from '#core/ports.ts';

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A log that keeps what it was told. */
export function recordingLog(): Log & { readonly entries: { level: string; message: string; details: unknown }[] } {
  const entries: { level: string; message: string; details: unknown }[] = [];
  const at = (level: string) => (message: string, details?: unknown) => void entries.push({ level, message, details });
  return { entries, info: at('info'), warn: at('warn'), error: at('error') };
}
