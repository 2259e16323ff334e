/** The desktop shell, given Electron: everything but the import of the binary, so that it runs in a test without it. */
import type { WebContents } from 'electron';
import { answerOf } from '#core/error-answer.ts';
import { createServePage } from '#core/serving/serve-page.ts';
import type { Studio } from '#core/studio/studio.ts';
import { EVENT_CHANNEL, INVOKE_CHANNEL } from '#shared/ipc-channels.ts';
import { createAnswerInvoke } from './answer-invoke.ts';
import { applicationMenu } from './application-menu.ts';
import { decideWindowOpen, isNavigationAllowed } from './navigation.ts';
import { openWindow } from './open-window.ts';
import { APP_SCHEME, APP_URL } from './own-page.ts';
import { isPermissionGranted } from './permissions.ts';
import { createProtocolHandler } from './protocol-handler.ts';

export type Electron = Pick<
  typeof import('electron'),
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'nativeTheme' | 'protocol' | 'session' | 'shell'
>;

export interface DesktopOptions {
  readonly preloadPath: string;
  readonly rendererDir: string;
  readonly openStudio: () => Promise<Studio>;
}

/** Call before Electron is ready: schemes and switches cannot be set later. Resolves when the window is asked to load. */
export async function runDesktop(electron: Electron, options: DesktopOptions): Promise<void> {
  const { app, BrowserWindow, protocol } = electron;
  // The second start brings the first window forward; two programs on one library would refuse each other.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  // Shared memory for the audio ring. The isolation headers alone are not enough in every Electron since 41.
  app.commandLine.appendSwitch('enable-features', 'SharedArrayBuffer');
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
  app.on('web-contents-created', (_event, contents) => guardContents(electron, contents));
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  await app.whenReady();
  const studio = await openOrExplain(electron, options);
  if (studio) await showStudio(electron, options, studio);
}

/** A library that is locked, newer or damaged must be said in a window: nobody sees a desktop program's terminal. */
async function openOrExplain({ app, dialog }: Electron, options: DesktopOptions): Promise<Studio | null> {
  try {
    return await options.openStudio();
  } catch (thrown) {
    const console = { info: () => {}, warn: () => {}, error: globalThis.console.error };
    dialog.showErrorBox('Lectern', answerOf(thrown, console).message);
    app.exit(1);
    return null;
  }
}

async function showStudio(electron: Electron, options: DesktopOptions, studio: Studio): Promise<void> {
  const { app, BrowserWindow, ipcMain, Menu, nativeTheme, protocol, session } = electron;
  const servePage = await createServePage(options.rendererDir);
  protocol.handle(APP_SCHEME, createProtocolHandler({ servePage, serveMedia: studio.serveMedia }));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(isPermissionGranted(permission)),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => isPermissionGranted(permission));
  session.defaultSession.setDevicePermissionHandler(() => false);
  ipcMain.handle(INVOKE_CHANNEL, createAnswerInvoke(studio.dispatch));
  studio.events.subscribe((event) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(EVENT_CHANNEL, event);
  });
  closeBeforeQuit(app, studio);
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(process.platform)));
  const { preloadPath } = options;
  const window = openWindow(BrowserWindow, { preloadPath, isDark: nativeTheme.shouldUseDarkColors });
  window.once('ready-to-show', () => window.show());
  await window.loadURL(APP_URL);
}

function guardContents({ shell }: Electron, contents: WebContents): void {
  const stayInside = (event: { preventDefault(): void; readonly url: string }): void => {
    if (!isNavigationAllowed(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayInside);
  contents.on('will-frame-navigate', stayInside);
  contents.on('will-redirect', stayInside);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const { action, externalUrl } = decideWindowOpen(url);
    if (externalUrl !== null) void shell.openExternal(externalUrl);
    return { action };
  });
}

/** Quitting waits until what runs has stopped and the library is closed. */
function closeBeforeQuit(app: Electron['app'], studio: Studio): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void studio.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}
