import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '#shared/contract/client.ts';
import type { UploadedFile } from '#shared/contract/files.ts';
import { AppError } from '#shared/errors.ts';
import { type Electron, runDesktop } from '../../../src-main/electron/run-desktop.ts';
import { openingPlace } from '../../../src-main/electron/window-place.ts';
import { fakeStudio } from '../../helpers/fake-studio.ts';

let rendererDir: string;
beforeAll(() => {
  rendererDir = mkdtempSync(join(tmpdir(), 'lectern-desktop-'));
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html>');
});
afterAll(() => rmSync(rendererDir, { recursive: true }));

/** What the desktop shell asked of Electron, in order, and the handlers it left there. */
function fakeElectron({ isFirst = true } = {}) {
  const asked: string[] = [];
  const handlers: Record<string, (...args: never[]) => unknown> = {};
  const sent: unknown[] = [];
  const app = Object.assign(new EventEmitter(), {
    requestSingleInstanceLock: () => isFirst,
    enableSandbox: () => asked.push('sandbox'),
    commandLine: { appendSwitch: (...args: string[]) => asked.push(`switch ${args.join('=')}`) },
    whenReady: async () => void asked.push('ready'),
    quit: () => asked.push('quit'),
    exit: (code: number) => asked.push(`exit ${code}`),
    getPath: () => '/documents',
    addRecentDocument: (path: string) => asked.push(`recent ${path}`),
  });
  class BrowserWindow extends EventEmitter {
    static readonly windows: BrowserWindow[] = [];
    static getAllWindows = () => BrowserWindow.windows;
    readonly webContents = Object.assign(new EventEmitter(), {
      send: (...args: unknown[]) => void sent.push(args),
      startDrag: ({ file }: { file: string }) => asked.push(`drag ${file}`),
    });
    readonly options: { readonly webPreferences?: object; readonly width: number };
    constructor(options: { readonly webPreferences?: object; readonly width: number }) {
      super();
      this.options = options;
      BrowserWindow.windows.push(this);
    }
    show = () => asked.push('show');
    maximize = () => asked.push('maximize');
    isFocused = () => false;
    isMaximized = () => true;
    getNormalBounds = () => ({ x: 10, y: 20, width: 1000, height: 700 });
    setProgressBar = (progress: number) => asked.push(`progress ${progress}`);
    setTitle = (title: string) => asked.push(`title ${title}`);
    setDocumentEdited = (isEdited: boolean) => asked.push(`edited ${isEdited}`);
    focus = () => asked.push('focus');
    isMinimized = () => true;
    restore = () => asked.push('restore');
    loadURL = async (url: string) => void asked.push(`load ${url}`);
  }
  const keep = (name: string) => (handler: (...args: never[]) => unknown) => {
    handlers[name] = handler;
  };
  const electron = {
    app,
    BrowserWindow,
    protocol: {
      registerSchemesAsPrivileged: (schemes: { scheme: string }[]) => asked.push(`scheme ${schemes[0]?.scheme}`),
      handle: (scheme: string, handler: (...args: never[]) => unknown) => keep(scheme)(handler),
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: keep('permission request'),
        setPermissionCheckHandler: keep('permission check'),
        setDevicePermissionHandler: keep('device'),
      },
    },
    ipcMain: { handle: (channel: string, handler: (...args: never[]) => unknown) => keep(channel)(handler) },
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => asked.push('menu') },
    nativeTheme: { shouldUseDarkColors: true },
    shell: {
      openExternal: async (url: string) => void asked.push(`external ${url}`),
      openPath: async (path: string) => void asked.push(`open ${path}`),
      showItemInFolder: (path: string) => asked.push(`reveal ${path}`),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    Notification: class extends EventEmitter {
      static isSupported = () => true;
      readonly #text: string;
      constructor({ title, body }: { title: string; body: string }) {
        super();
        this.#text = `${title}: ${body}`;
      }
      show = () => asked.push(`notify ${this.#text}`);
    },
    dialog: {
      showErrorBox: (_title: string, text: string) => asked.push(`error ${text}`),
      showSaveDialog: async (_window: unknown, { defaultPath }: { defaultPath: string }) => {
        asked.push(`save ${defaultPath}`);
        return { canceled: false, filePath: '/elsewhere/episode.mp3' };
      },
      showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
    },
  };
  return { electron: electron as unknown as Electron, app, asked, handlers, sent, windows: BrowserWindow.windows };
}

function start(
  fake: ReturnType<typeof fakeElectron>,
  openStudio = async () => studioIn(rendererDir),
  programArguments: readonly string[] = [],
) {
  const paths = { preloadPath: '/preload.cjs', rendererDir, iconPath: '/icon.png' };
  return runDesktop(fake.electron, { ...paths, programArguments, openStudio });
}

/** Its library's folder is there: the window's place is kept in it. */
function studioIn(folder: string) {
  const { studio } = fakeStudio();
  return { ...studio, places: { ...studio.places, folder } };
}

test('[SEC70] a second start hands over to the first and opens nothing', async () => {
  const fake = fakeElectron({ isFirst: false });
  await start(fake, () => expect.unreachable());
  expect(fake.asked).toEqual(['quit']);
});

test('[SEC70] the first window comes forward when a second start is made', async () => {
  const fake = fakeElectron();
  await start(fake);
  fake.app.emit('second-instance', {}, [], '/');
  expect(fake.asked.slice(-2)).toEqual(['restore', 'focus']);
});

test('[SEC71] sandbox, switches and scheme are set before Electron is ready, and our page is loaded', async () => {
  const fake = fakeElectron();
  await start(fake);
  expect(fake.asked).toEqual([
    'sandbox',
    'switch enable-features=SharedArrayBuffer',
    'scheme app',
    'ready',
    'menu',
    'load app://studio/',
  ]);
});

test('[SEC71] the guards are wired: permissions, devices, protocol and calls', async () => {
  const fake = fakeElectron();
  await start(fake);
  const { handlers } = fake;
  const ask = (permission: string, details: object): unknown => {
    let isGranted: unknown;
    const answer = (value: unknown) => (isGranted = value);
    handlers['permission request']?.(null as never, permission as never, answer as never, details as never);
    const isAllowed = handlers['permission check']?.(
      null as never,
      permission as never,
      'app://studio' as never,
      details as never,
    );
    expect(isAllowed).toBe(isGranted);
    return isGranted;
  };
  expect(ask('geolocation', { isMainFrame: true })).toBe(false);
  expect(ask('media', { isMainFrame: true, mediaTypes: ['video'] })).toBe(false);
  expect(ask('media', { isMainFrame: true, mediaTypes: ['audio'] })).toBe(true);
  expect(handlers.device?.()).toBe(false);
  await expect(handlers.app?.(new Request('app://studio/') as never)).resolves.toMatchObject({ status: 200 });
  const stranger = { senderFrame: { url: 'https://evil.example/', parent: null } };
  await expect(
    handlers['lectern:invoke']?.(stranger as never, 'app.info' as never, {} as never),
  ).resolves.toMatchObject({
    ok: false,
  });
});

test('[SEC71] any contents that appear are kept inside', async () => {
  const fake = fakeElectron();
  await start(fake);
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
      contents.open = handler;
    },
    open: (_details: { url: string }): unknown => undefined,
  });
  fake.app.emit('web-contents-created', {}, contents);
  const prevented: string[] = [];
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
    contents.emit(event, { url: 'https://evil.example/', preventDefault: () => prevented.push(event) });
    contents.emit(event, { url: 'app://studio/', preventDefault: () => prevented.push(`${event} own`) });
  }
  expect(prevented).toEqual([
    'will-navigate',
    'will-frame-navigate',
    'will-redirect',
    'will-attach-webview',
    'will-attach-webview own',
  ]);
  expect(contents.open({ url: 'https://ffmpeg.org/' })).toEqual({ action: 'deny' });
  expect(contents.open({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
  expect(fake.asked.filter((entry) => entry.startsWith('external'))).toEqual(['external https://ffmpeg.org/']);
});

test('[SEC64] the page is sandboxed, isolated and without Node', async () => {
  const fake = fakeElectron();
  await start(fake);
  expect(fake.windows).toHaveLength(1);
  expect(fake.windows[0]?.options.webPreferences).toMatchObject({
    preload: '/preload.cjs',
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
  });
});

test('[SEC72] a library that cannot be opened is said in a window, and the program ends', async () => {
  const fake = fakeElectron();
  await start(fake, () => Promise.reject(new AppError({ code: 'library-locked', message: 'Another Lectern has it.' })));
  expect(fake.asked.slice(-2)).toEqual(['error Another Lectern has it.', 'exit 1']);
  expect(fake.windows).toEqual([]);
});

test('[SEC73] quitting waits until the studio is closed', async () => {
  const fake = fakeElectron();
  const closing = Promise.withResolvers<void>();
  await start(fake, async () => ({ ...studioIn(rendererDir), close: () => closing.promise }));
  fake.app.emit('window-all-closed');
  let wasPrevented = false;
  fake.app.emit('will-quit', { preventDefault: () => (wasPrevented = true) });
  expect(wasPrevented).toBe(true);
  expect(fake.asked.filter((entry) => entry === 'quit')).toHaveLength(1);
  closing.resolve();
  await expect.poll(() => fake.asked.filter((entry) => entry === 'quit')).toHaveLength(2);
  fake.app.emit('will-quit', { preventDefault: () => expect.unreachable() });
});

test('[SEC71] events of the core reach the page', async () => {
  const fake = fakeElectron();
  const studio = studioIn(rendererDir);
  await start(fake, async () => studio);
  await studio.dispatch('sample.open', {});
  expect(fake.sent).toContainEqual([
    'lectern:event',
    { name: 'job.changed', value: expect.objectContaining({ state: 'done' }) },
  ]);
});

const OWN_PAGE = { senderFrame: { url: 'app://studio/', parent: null } };
async function ask(fake: ReturnType<typeof fakeElectron>, method: string, input: unknown): Promise<Answer> {
  return (await fake.handlers['lectern:invoke']?.(OWN_PAGE as never, method as never, input as never)) as Answer;
}

test('[SEC74] the page asks the desktop by the same channel; paths do not reach it', async () => {
  const fake = fakeElectron();
  const studio = studioIn(rendererDir);
  await start(fake, async () => ({
    ...studio,
    places: { ...studio.places, exportedFile: async (id) => (id === 'r1' ? '/out/a.mp3' : null) },
  }));
  const saved = await ask(fake, 'host.chooseSavePath', { name: '../../Night ferry.mp3', extensions: ['mp3'] });
  expect(saved).toMatchObject({ ok: true, value: { name: 'episode.mp3' } });
  expect(JSON.stringify(saved)).not.toContain('elsewhere');
  const { fileId } = (saved as { value: UploadedFile }).value;
  expect(studio.uploads.file(fileId)).toMatchObject({ path: '/elsewhere/episode.mp3' });
  expect(await ask(fake, 'host.chooseFiles', { extensions: [], isSeveral: true })).toEqual({ ok: true, value: [] });
  await ask(fake, 'host.reveal', { reportId: 'r1' });
  expect(await ask(fake, 'host.reveal', { reportId: 'r2' })).toMatchObject({ error: { code: 'not-found' } });
  await ask(fake, 'host.setProgress', { progress: 0.5 });
  await ask(fake, 'host.setProgress', { progress: null });
  await ask(fake, 'host.notify', { title: 'Exported', body: 'The Night Ferry' });
  await ask(fake, 'host.setTitle', { title: 'The Night Ferry', isSaving: true });
  expect(fake.asked.slice(-7)).toEqual([
    'save /documents/Night ferry.mp3',
    'reveal /out/a.mp3',
    'progress 0.5',
    'progress -1',
    'notify Exported: The Night Ferry',
    'title The Night Ferry',
    'edited true',
  ]);
  for (const [method, input] of [
    ['host.reveal', { path: '/etc' }],
    ['host.setProgress', { progress: 7 }],
    ['host.dragOut', { assetId: 'x', name: 'y' }],
    ['host.setMenu', { menu: [{ id: 'evil', label: 'x', entries: [] }] }],
  ] as const) {
    expect(await ask(fake, method, input), method).toMatchObject({ error: { code: 'invalid-input' } });
  }
});

test('[SEC75] the window opens where it was closed; a page that crashed is loaded again', async () => {
  const first = fakeElectron();
  await start(first);
  expect(first.windows[0]?.options).toMatchObject({ width: 1440 });
  first.windows[0]?.emit('close');
  const placePath = join(rendererDir, 'window.json');
  await expect.poll(() => existsSync(placePath)).toBe(true);
  const second = fakeElectron();
  await start(second);
  expect(second.windows[0]?.options).toMatchObject({ x: 10, y: 20, width: 1000, height: 700 });
  second.windows[0]?.emit('ready-to-show');
  expect(second.asked).toContain('maximize');
  second.windows[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(second.asked.filter((entry) => entry === 'load app://studio/')).toHaveLength(2);
  rmSync(placePath);
});

test.each([
  [null, { width: 1440, height: 900 }],
  [
    { x: 5_000, y: 0, width: 800, height: 600, isMaximized: false },
    { width: 800, height: 600 },
  ],
  [
    { x: 0, y: -300, width: 800, height: 600, isMaximized: false },
    { width: 800, height: 600 },
  ],
  [
    { x: 100, y: 100, width: 10, height: 10, isMaximized: false },
    { x: 100, y: 100, width: 720, height: 480 },
  ],
])('[SEC75] a place nobody could reach is left to the system: %j', (place, opening) => {
  expect(openingPlace(place, [{ x: 0, y: 0, width: 1920, height: 1080 }])).toEqual(opening);
});

test('[SEC76] files opened with the program reach the page by id, at the start and later', async () => {
  const script = join(rendererDir, 'script.md');
  const other = join(rendererDir, 'book.epub');
  writeFileSync(script, '# One');
  writeFileSync(other, 'x');
  const fake = fakeElectron();
  await start(fake, undefined, ['--flag.md', script, join(rendererDir, 'gone.md'), rendererDir]);
  const opened = () =>
    fake.sent.flatMap((message) => {
      const [, event] = message as [string, { name: string; value: { files: UploadedFile[] } }];
      return event.name === 'host.filesOpened' ? event.value.files : [];
    });
  await expect.poll(() => opened().map(({ name }) => name)).toEqual(['script.md']);
  fake.app.emit('second-instance', {}, ['lectern', 'book.epub'], rendererDir);
  fake.app.emit('open-file', { preventDefault: () => {} }, script);
  await expect.poll(() => opened().map(({ name }) => name)).toEqual(['script.md', 'book.epub', 'script.md']);
  expect(JSON.stringify(opened())).not.toContain(rendererDir);
  expect(fake.asked).toContain(`recent ${script}`);
});
