/** The desktop shell, given Electron: everything but the import of the binary, so that it runs in a test without it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WebContents, BrowserWindow as Window } from 'electron';
import { answerOf } from '#core/error-answer.ts';
import { createServePage } from '#core/serving/serve-page.ts';
import type { Studio } from '#core/studio/studio.ts';
import type { HostEvent } from '#shared/contract/host.ts';
import { EVENT_CHANNEL, INVOKE_CHANNEL } from '#shared/ipc-channels.ts';
import { createAnswerHost } from './answer-host.ts';
import { createAnswerInvoke } from './answer-invoke.ts';
import { createHostHandlers, grantFile, showMenu } from './host-handlers.ts';
import { decideWindowOpen, isNavigationAllowed } from './navigation.ts';
import { openWindow } from './open-window.ts';
import { APP_SCHEME, APP_URL } from './own-page.ts';
import { isPermissionGranted } from './permissions.ts';
import { createProtocolHandler } from './protocol-handler.ts';
import { openingPlace, readWindowPlace, writeWindowPlace } from './window-place.ts';

export type Electron = Pick<
  typeof import('electron'),
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'nativeTheme'
  | 'Notification'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
>;

export interface DesktopOptions {
  readonly preloadPath: string;
  readonly rendererDir: string;
  readonly iconPath: string;
  /** As the system gave them: files to open among them. */
  readonly programArguments: readonly string[];
  readonly openStudio: () => Promise<Studio>;
}

/** Call before Electron is ready: schemes and switches cannot be set later. Resolves when the window is asked to load. */
export async function runDesktop(electron: Electron, options: DesktopOptions): Promise<void> {
  const { app, protocol } = electron;
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
  // Files may be opened before anything else is ready: macOS says so at once.
  const opened = createOpenedFiles();
  app.on('open-file', (event, path) => {
    event.preventDefault();
    opened.add([path]);
  });
  opened.add(filesAmong(options.programArguments));
  app.on('second-instance', (_event, args, folder) => {
    const [window] = electron.BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
    opened.add(filesAmong(args, folder));
  });
  await app.whenReady();
  const studio = await openOrExplain(electron, options);
  if (studio) await showStudio(electron, options, studio, opened);
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

async function showStudio(
  electron: Electron,
  options: DesktopOptions,
  studio: Studio,
  opened: OpenedFiles,
): Promise<void> {
  const { app, BrowserWindow, ipcMain, nativeTheme, protocol, screen, session } = electron;
  const servePage = await createServePage(options.rendererDir);
  protocol.handle(APP_SCHEME, createProtocolHandler({ servePage, studio }));
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isPermissionGranted(permission, details)),
  );
  defaultSession.setPermissionCheckHandler((_contents, permission, _origin, details) =>
    isPermissionGranted(permission, details),
  );
  defaultSession.setDevicePermissionHandler(() => false);
  const theWindow = (): Window | null => BrowserWindow.getAllWindows()[0] ?? null;
  const send = (event: HostEvent): void => theWindow()?.webContents.send(EVENT_CHANNEL, event);
  const { iconPath } = options;
  const host = createHostHandlers({ electron, studio, window: theWindow, send, iconPath });
  ipcMain.handle(INVOKE_CHANNEL, createAnswerInvoke(studio.dispatch, createAnswerHost(host, studio.log)));
  studio.events.subscribe((event) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(EVENT_CHANNEL, event);
  });
  closeBeforeQuit(app, studio);
  showMenu(electron, [], send);
  const placePath = join(studio.places.folder, 'window.json');
  const place = await readWindowPlace(placePath);
  const window = openWindow(BrowserWindow, {
    preloadPath: options.preloadPath,
    isDark: nativeTheme.shouldUseDarkColors,
    place: openingPlace(
      place,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
  });
  window.once('ready-to-show', () => {
    if (place?.isMaximized === true) window.maximize();
    window.show();
  });
  window.on('close', () => {
    const placed = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    writeWindowPlace(placePath, placed).catch((error: unknown) =>
      studio.log.warn('the place of the window was not kept', { reason: String(error) }),
    );
  });
  // Every edit is durable when it is answered: a page that crashed is loaded again and goes on where it was.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    studio.log.error('the page ended', { reason });
    if (reason !== 'clean-exit') void window.loadURL(APP_URL);
  });
  await window.loadURL(APP_URL);
  opened.deliver(async (paths) => {
    for (const path of paths) app.addRecentDocument(path);
    const files = await Promise.all(paths.map((path) => grantFile(studio, path)));
    send({ name: 'host.filesOpened', value: { files } });
  });
}

interface OpenedFiles {
  add(paths: readonly string[]): void;
  /** From now on, and those that came before. */
  deliver(take: (paths: readonly string[]) => Promise<void>): void;
}

function createOpenedFiles(): OpenedFiles {
  let waiting: readonly string[] = [];
  let take: ((paths: readonly string[]) => Promise<void>) | null = null;
  const hand = (): void => {
    if (!take || waiting.length === 0) return;
    const paths = waiting;
    waiting = [];
    // A file that went away between the click and now: the page has nothing to show for it.
    take(paths).catch(() => undefined);
  };
  return {
    add(paths) {
      waiting = [...waiting, ...paths];
      hand();
    },
    deliver(receiver) {
      take = receiver;
      hand();
    },
  };
}

/** Files of the kinds that are associated with the program; its own folder and switches are not among them. */
function filesAmong(programArguments: readonly string[], folder = ''): readonly string[] {
  return programArguments
    .filter((argument) => /\.(md|fountain|docx|epub)$/i.test(argument) && !argument.startsWith('-'))
    .map((argument) => (existsSync(argument) ? argument : join(folder, argument)))
    .filter((path) => existsSync(path));
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
