/** Finds an ffmpeg that runs. Where a person named one, that one or an error; else the first of the places we know. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '#shared/errors.ts';

export type FfmpegSource = 'setting' | 'FFMPEG_PATH' | 'ffmpeg-static' | '@ffmpeg-installer/ffmpeg' | 'PATH';

export interface FfmpegLocation {
  readonly path: string;
  readonly source: FfmpegSource;
  /** As it calls itself: '5.1.9-0+deb12u1', 'N-47683-g0e8eb07980-static' … */
  readonly version: string;
  /** Names of all encoders built in: 'aac', 'libopus' … */
  readonly encoders: ReadonlySet<string>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface LocateFfmpegOptions {
  /** What the person chose in the settings or on the command line. */
  readonly setting?: string;
  readonly environment: Environment;
  /** The program inside a package, null when it is not installed; tests pass one that knows none. */
  readonly packagePath?: (name: string) => string | null;
}

type Probe = Pick<FfmpegLocation, 'version' | 'encoders'>;

const PROBE_TIMEOUT_MS = 20_000;
const run = promisify(execFile);
/** Not named `require`: the bundler of the desktop program puts a helper of that name into the same file. */
const loadPackage = createRequire(import.meta.url);
/** By path: asking costs two short processes. */
const probes = new Map<string, Promise<Probe>>();

/**
 * Looks at the setting, `FFMPEG_PATH`, the packages ffmpeg-static and @ffmpeg-installer/ffmpeg, and the folders of PATH.
 * The first two are somebody's decision: where one is given and does not work, that is an error and nothing else is tried.
 * Throws AppError `ffmpeg-missing`, saying what was tried and why it did not do.
 */
export async function locateFfmpeg(options: LocateFfmpegOptions): Promise<FfmpegLocation> {
  const decided = decidedPath(options.setting, options.environment);
  if (decided) {
    try {
      return await examine(decided.path, decided.source);
    } catch (error) {
      const where = decided.source === 'setting' ? 'chosen in the settings' : 'named by FFMPEG_PATH';
      throw missing(
        `The ffmpeg ${where} does not work: ${reasonOf(error, decided.path)}.`,
        'Correct or remove it.',
        error,
      );
    }
  }
  const tried: string[] = [];
  for (const { path, source } of knownPlaces(options.environment, options.packagePath ?? pathFromPackage)) {
    try {
      return await examine(path, source);
    } catch (error) {
      tried.push(reasonOf(error, path));
    }
  }
  const places = tried.length > 0 ? ` Tried: ${tried.join('; ')}.` : '';
  throw missing(`No ffmpeg that runs was found.${places}`, 'Run npm ci again, install ffmpeg, or set FFMPEG_PATH.');
}

/** Throws AppError `ffmpeg-missing` when this ffmpeg was built without an encoder that is needed. */
export function requireEncoder(location: FfmpegLocation, encoder: string, format: string): void {
  if (location.encoders.has(encoder)) return;
  throw missing(
    `The ffmpeg at ${location.path} (version ${location.version}) was built without ${encoder} and cannot write ${format}.`,
    'Choose another ffmpeg or another format.',
  );
}

type Place = Pick<FfmpegLocation, 'path' | 'source'>;

function decidedPath(setting: string | undefined, environment: Environment): Place | null {
  if (setting !== undefined && setting !== '') return { path: setting, source: 'setting' };
  const variable = environment.FFMPEG_PATH;
  return variable === undefined || variable === '' ? null : { path: variable, source: 'FFMPEG_PATH' };
}

function* knownPlaces(environment: Environment, packagePath: (name: string) => string | null): Generator<Place> {
  for (const source of ['ffmpeg-static', '@ffmpeg-installer/ffmpeg'] as const) {
    const path = packagePath(source);
    if (path !== null) yield { path, source };
  }
  const program = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const folder of (environment.PATH ?? environment.Path ?? '').split(delimiter)) {
    // A relative entry would let a folder of scripts decide which program runs.
    if (isAbsolute(folder)) yield { path: join(folder, program), source: 'PATH' };
  }
}

/** Both packages may be absent or know nothing for this platform; they say so by throwing or by an empty answer. */
function pathFromPackage(name: string): string | null {
  let loaded: unknown;
  try {
    loaded = loadPackage(name);
  } catch (error) {
    // @ffmpeg-installer throws a string for platforms it has no build for.
    void error;
    return null;
  }
  const path = typeof loaded === 'object' && loaded !== null && 'path' in loaded ? loaded.path : loaded;
  // Inside a packed application the programs lie beside the archive: nothing in it can be started.
  return typeof path === 'string' ? path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked') : null;
}

async function examine(path: string, source: FfmpegSource): Promise<FfmpegLocation> {
  let probe = probes.get(path);
  if (!probe) {
    probe = askProgram(path);
    probes.set(path, probe);
    // Another answer is possible later: the program may be installed meanwhile.
    probe.catch(() => probes.delete(path));
  }
  return { path, source, ...(await probe) };
}

async function askProgram(path: string): Promise<Probe> {
  const options = { timeout: PROBE_TIMEOUT_MS, windowsHide: true, maxBuffer: 4 << 20 };
  const version = /^ffmpeg version (\S+)/m.exec((await run(path, ['-version'], options)).stdout)?.[1];
  if (version === undefined) throw new Error('it runs and is not ffmpeg');
  const { stdout } = await run(path, ['-hide_banner', '-encoders'], options);
  return { version, encoders: parseEncoders(stdout) };
}

/** Lines of ` A..... name  description`, after a rule of dashes. */
function parseEncoders(list: string): ReadonlySet<string> {
  return new Set(
    [...list.matchAll(/^ [VAS][A-Z.]{5} (\S+)/gm)].map((match) => match[1]!).filter((name) => name !== '='),
  );
}

function reasonOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return `${path} does not exist`;
  if (code === 'EACCES') return `${path} may not be run by this account`;
  if (error instanceof Error && 'killed' in error && error.killed === true) return `${path} does not answer`;
  if (typeof code === 'number') return `${path} ends with code ${code}`;
  return `${path}: ${error instanceof Error ? error.message : String(error)}`;
}

function missing(what: string, advice: string, cause?: unknown): AppError {
  return new AppError({
    code: 'ffmpeg-missing',
    message: `${what} ${advice}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
