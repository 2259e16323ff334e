import type { BrowserWindow as Window } from 'electron';
import { type openingPlace, SMALLEST_SIZE } from './window-place.ts';

/** As the tokens' window background, so that a window does not flash while its page loads. */
const BACKGROUND = { light: '#f3f3f5', dark: '#151517' } as const;

/**
 * A window whose page is as powerless as a page on the web; all it can reach is the bridge. The options stand here in
 * full, where a reader and Electronegativity see them.
 */
export function openWindow(
  BrowserWindow: typeof import('electron').BrowserWindow,
  options: {
    /** CommonJS: a sandboxed preload cannot be an ES module. */
    readonly preloadPath: string;
    readonly isDark: boolean;
    readonly place: ReturnType<typeof openingPlace>;
  },
): Window {
  return new BrowserWindow({
    ...options.place,
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    show: false,
    title: 'Lectern',
    backgroundColor: options.isDark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: options.preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // A middle click opens no window either.
      disableBlinkFeatures: 'Auxclick',
      // Playing goes on when the window is behind another.
      backgroundThrottling: false,
    },
  });
}
