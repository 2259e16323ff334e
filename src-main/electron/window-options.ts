import type { BrowserWindowConstructorOptions } from 'electron';

/** As the tokens' window background, so that a window does not flash while its page loads. */
const BACKGROUND = { light: '#f4f4f5', dark: '#161618' } as const;

/** A window whose page is as powerless as a page on the web; all it can reach is the bridge. */
export function windowOptions(options: {
  /** CommonJS: a sandboxed preload cannot be an ES module. */
  readonly preloadPath: string;
  readonly isDark: boolean;
}): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 720,
    minHeight: 480,
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
      // Playing goes on when the window is behind another.
      backgroundThrottling: false,
    },
  };
}
