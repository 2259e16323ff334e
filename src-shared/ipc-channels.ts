/** The only two channels between Electron's page and its core. */
export const INVOKE_CHANNEL = 'lectern:invoke';
export const EVENT_CHANNEL = 'lectern:event';
