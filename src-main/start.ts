/** `npm start`: builds the studio where that is needed, and opens it: in Electron where it can, else in the browser. */
import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createCore } from '#core/app.ts';
import { defaultHome } from '#core/default-home.ts';
import { answerOf } from '#core/error-answer.ts';
import { openStudio } from '#core/studio/open-studio.ts';
import { isBuildStale } from './start/build-state.ts';
import { findElectron } from './start/electron-binary.ts';
import { readStartOptions, START_HELP, type StartOptions } from './start/start-options.ts';
import { openCommand, openInBrowser } from './web/open-in-browser.ts';
import { startWebHost } from './web/start-web-host.ts';

const ROOT = join(import.meta.dirname, '..');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function start(options: StartOptions): Promise<void> {
  if (await isBuildStale(ROOT)) {
    say('Building the studio …');
    const builder = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const { status } = spawnSync(process.execPath, [builder, 'build', '--logLevel', 'error'], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('The studio could not be built; what is wrong stands above.');
  }
  const reason = options.isBrowserWanted ? null : await startElectron(options);
  if (reason !== undefined) await startBrowser(options, reason);
}

/** Resolves with nothing when the desktop program has run and ended, else with why it could not. */
async function startElectron({ home }: StartOptions): Promise<string | undefined> {
  if (openCommand(process.platform, process.env) === null) return 'There is no desktop here to open a window on';
  const electron = await findElectron(join(ROOT, 'node_modules', 'electron'), {
    onDownload: () => say('Fetching Electron, once …'),
  });
  if (!electron.isFound) return electron.reason;
  const child = spawn(electron.path, [ROOT], {
    stdio: 'inherit',
    env: { ...process.env, ...(home === undefined ? {} : { LECTERN_HOME: resolve(home) }) },
  });
  const failure = await new Promise<string | undefined>((done) => {
    child.once('error', (error) => done(`Electron does not start here (${error.message})`));
    child.once('close', () => done(undefined));
  });
  return failure;
}

async function startBrowser(options: StartOptions, reason: string | null): Promise<void> {
  const home = resolve(options.home ?? defaultHome(process.platform, process.env));
  const core = createCore({ home, environment: process.env, program: 'the studio' });
  const studio = await openStudio(core);
  const host = await startWebHost({ studio, port: options.port, rendererDir: join(ROOT, 'out', 'renderer') });
  if (reason !== null) say(`${reason}, so the studio opens in the browser.`);
  say(host.url);
  if (options.isOpening) await openInBrowser(host.url);
  say('The link works once. Press Enter for another, Ctrl+C to end.');

  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => say(host.newUrl()));
  await new Promise<void>((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended());
  });
  lines.close();
  await host.close();
  await studio.close();
  await core.close();
}

try {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options.isHelpWanted) say(START_HELP);
  else await start(options);
} catch (thrown) {
  const log = { info: () => {}, warn: () => {}, error: console.error };
  const isOurs = thrown instanceof Error && thrown.constructor === Error;
  process.stderr.write(`${isOurs ? thrown.message : answerOf(thrown, log).message}\n`);
  process.exitCode = 1;
}
