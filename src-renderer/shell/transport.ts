import type { Transport } from '#shared/contract/client.ts';
import { createWebTransport } from './web-transport.ts';

declare global {
  interface Window {
    /** Put there by the desktop shell's preload; its calls and events. Absent in a browser. */
    readonly lectern?: Transport;
  }
}

/** Whatever this page was opened with: what can be asked is the same. */
export function createTransport(): Transport {
  return window.lectern ?? createWebTransport();
}
