/**
 * Stands in for the Electron binary: takes the built program's handlers, and when its window is asked to load, does what
 * the page would do, over the same protocol and channel. Prints what came back as one line of JSON, and quits.
 */
import { EventEmitter } from 'node:events';

type Handler = (...parameters: unknown[]) => unknown;
const handlers = new Map<string, Handler>();
const keep = (name: string, handler: Handler): void => void handlers.set(name, handler);
const events: { readonly name: string; readonly value: { readonly state: string } }[] = [];

export const app = Object.assign(new EventEmitter(), {
  requestSingleInstanceLock: () => true,
  enableSandbox: () => {},
  commandLine: { appendSwitch: () => {} },
  whenReady: () => Promise.resolve(),
  quit: () => {
    let isHeld = false;
    app.emit('will-quit', { preventDefault: () => (isHeld = true) });
    if (!isHeld) process.exit(0);
  },
  exit: (code: number) => process.exit(code),
  getPath: () => '/documents',
  addRecentDocument: () => {},
});

export class BrowserWindow extends EventEmitter {
  static readonly windows: BrowserWindow[] = [];
  static getAllWindows = (): BrowserWindow[] => BrowserWindow.windows;
  readonly webContents = Object.assign(new EventEmitter(), {
    send: (_channel: string, event: (typeof events)[number]) => events.push(event),
  });
  readonly options: { webPreferences: { preload: string } };
  constructor(options: { webPreferences: { preload: string } }) {
    super();
    this.options = options;
    BrowserWindow.windows.push(this);
  }
  show = (): void => {};
  loadURL = async (url: string): Promise<void> => {
    process.stdout.write(`${JSON.stringify(await actAsPage(url, this.options.webPreferences.preload))}\n`);
    app.quit();
  };
}

async function actAsPage(url: string, preload: string) {
  const get = (path: string, headers: Record<string, string> = {}) =>
    handlers.get('app')?.(new Request(new URL(path, url), { headers })) as Promise<Response>;
  const call = async (method: string, input: unknown) => {
    const sender = { senderFrame: { url, parent: null } };
    return (await handlers.get('lectern:invoke')?.(sender, method, input)) as {
      ok: boolean;
      value: never;
      error: never;
    };
  };
  const page = await (await get('/')).text();
  const script = /src="\.?(\/assets\/[^"]+)"/.exec(page)?.[1] ?? '';
  const sample = await call('sample.open', {});
  if (!sample.ok) throw new Error(JSON.stringify(sample));
  const { episodeId } = sample.value as { episodeId: string };
  const opened = await call('episodes.open', { episodeId });
  const { media } = opened.value as { media: { assets: { id: string }[]; takes: unknown[] } };
  const { assets, takes } = media;
  const audio = await get(`/media/pcm/${assets[0]?.id}`, { Range: 'bytes=0-1023' });
  return {
    preload,
    script: (await get(script)).status,
    takes: takes.length,
    audio: [audio.status, (await audio.arrayBuffer()).byteLength],
    events: events.findLast(({ name }) => name === 'job.changed')?.value.state,
  };
}

export const protocol = { registerSchemesAsPrivileged: () => {}, handle: keep };
export const ipcMain = { handle: keep };
export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
    setDevicePermissionHandler: () => {},
  },
};
export const Menu = { buildFromTemplate: () => null, setApplicationMenu: () => {} };
export const nativeTheme = { shouldUseDarkColors: false };
export const shell = {};
export const screen = { getAllDisplays: () => [] };
export class Notification {}
export const safeStorage = { isEncryptionAvailable: () => false, getSelectedStorageBackend: () => 'basic_text' };
export const dialog = { showErrorBox: (_title: string, text: string) => process.stderr.write(`${text}\n`) };
