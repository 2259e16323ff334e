import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type Electron, runDesktop } from '../../../src-main/electron/run-desktop.ts';
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
  });
  class BrowserWindow extends EventEmitter {
    static readonly windows: BrowserWindow[] = [];
    static getAllWindows = () => BrowserWindow.windows;
    readonly webContents = { send: (...args: unknown[]) => void sent.push(args) };
    readonly options: { readonly webPreferences?: object };
    constructor(options: { readonly webPreferences?: object }) {
      super();
      this.options = options;
      BrowserWindow.windows.push(this);
    }
    show = () => asked.push('show');
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
    shell: { openExternal: async (url: string) => void asked.push(`external ${url}`) },
    dialog: { showErrorBox: (_title: string, text: string) => asked.push(`error ${text}`) },
  };
  return { electron: electron as unknown as Electron, app, asked, handlers, sent, windows: BrowserWindow.windows };
}

function start(fake: ReturnType<typeof fakeElectron>, openStudio = async () => fakeStudio().studio) {
  return runDesktop(fake.electron, { preloadPath: '/preload.cjs', rendererDir, openStudio });
}

test('[SEC70] a second start hands over to the first and opens nothing', async () => {
  const fake = fakeElectron({ isFirst: false });
  await start(fake, () => expect.unreachable());
  expect(fake.asked).toEqual(['quit']);
});

test('[SEC70] the first window comes forward when a second start is made', async () => {
  const fake = fakeElectron();
  await start(fake);
  fake.app.emit('second-instance');
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
  let isGranted: unknown;
  handlers['permission request']?.(null as never, 'media' as never, ((value: unknown) => (isGranted = value)) as never);
  expect(isGranted).toBe(false);
  expect(handlers['permission check']?.(null as never, 'media' as never)).toBe(false);
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
  await start(fake, async () => ({ ...fakeStudio().studio, close: () => closing.promise }));
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
  const studio = fakeStudio().studio;
  await start(fake, async () => studio);
  await studio.dispatch('sample.open', {});
  expect(fake.sent).toContainEqual([
    'lectern:event',
    { name: 'job.changed', value: expect.objectContaining({ state: 'done' }) },
  ]);
});
