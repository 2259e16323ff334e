import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '#shared/errors.ts';

export type FfmpegSource = 'setting' | 'FFMPEG_PATH' | 'ffmpeg-static' | '@ffmpeg-installer/ffmpeg' | 'PATH';

/** An ffmpeg that was started once and answered. */
export interface FfmpegLocation {
  readonly path: string;
  readonly source: FfmpegSource;
  /** As it says itself: '5.1.9', 'N-47683-g0e8eb07980-static'. */
  readonly version: string;
  /** Names of its audio encoders: 'libmp3lame', 'aac', 'libopus', 'flac' … */
  readonly encoders: ReadonlySet<string>;
}

export interface LocateFfmpegOptions {
  /** The person's own choice. */
  readonly setting?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where packages are looked up; tests pass one without any. */
  readonly packagePath?: (name: string) => string | undefined;
}

const PROBE_LIMIT_MS = 20_000;
const run = promisify(execFile);

/**
 * Finds ffmpeg: the person's setting, FFMPEG_PATH, ffmpeg-static, the build inside @ffmpeg-installer, PATH; the first that starts.
 * What a person chose (the first two) must work: a choice that does not is an error, never passed over in silence.
 * Throws AppError `ffmpeg-missing`.
 */
export async function locateFfmpeg(options: LocateFfmpegOptions): Promise<FfmpegLocation> {
  const { setting, environment, packagePath = pathInPackage } = options;
  const chosen = [
    { source: 'setting', path: setting },
    { source: 'FFMPEG_PATH', path: environment['FFMPEG_PATH'] },
  ] as const;
  for (const { source, path } of chosen) {
    if (path === undefined || path === '') continue;
    return probe(path, source).catch((error: unknown) => {
      throw missing(
        source === 'setting'
          ? `The ffmpeg chosen in the settings or with --ffmpeg, ${path}, does not start (${reasonOf(error)}). Choose another one, or none to use the one that comes with Lectern.`
          : `FFMPEG_PATH names ${path}, which does not start (${reasonOf(error)}). Correct it, or unset it to use the one that comes with Lectern.`,
        error,
      );
    });
  }
  const tried: string[] = [];
  for (const source of ['ffmpeg-static', '@ffmpeg-installer/ffmpeg'] as const) {
    const path = packagePath(source);
    if (path === undefined) continue;
    try {
      return await probe(path, source);
    } catch (error) {
      tried.push(`${path} (${reasonOf(error)})`);
    }
  }
  const onPath = await searchPath(environment);
  if (onPath !== undefined) {
    try {
      return await probe(onPath, 'PATH');
    } catch (error) {
      tried.push(`${onPath} (${reasonOf(error)})`);
    }
  }
  throw missing(
    `No working ffmpeg was found${tried.length > 0 ? `; tried ${tried.join(', ')}` : ''}. Run \`npm ci\` again, install ffmpeg, or name one with --ffmpeg.`,
  );
}

async function probe(path: string, source: FfmpegSource): Promise<FfmpegLocation> {
  const limits = { timeout: PROBE_LIMIT_MS, windowsHide: true, maxBuffer: 4 * 1024 * 1024 };
  const [about, encoders] = await Promise.all([
    run(path, ['-hide_banner', '-version'], limits),
    run(path, ['-hide_banner', '-encoders'], limits),
  ]);
  const version = /^ffmpeg version (\S+)/m.exec(about.stdout)?.[1];
  if (version === undefined) throw new Error('it is not ffmpeg');
  return { path, source, version, encoders: audioEncoders(encoders.stdout) };
}

/** Lines such as ` A..... libmp3lame           libmp3lame MP3 …`. */
function audioEncoders(listing: string): ReadonlySet<string> {
  return new Set(Array.from(listing.matchAll(/^ A\S{5} (\S+)/gm), (match) => match[1] ?? ''));
}

function pathInPackage(name: string): string | undefined {
  try {
    const found: unknown = createRequire(import.meta.url)(name);
    const path = typeof found === 'string' ? found : (found as { path?: unknown } | null)?.path;
    // Inside a packaged application binaries lie beside the archive, not in it.
    return typeof path === 'string' ? path.replace('app.asar', 'app.asar.unpacked') : undefined;
  } catch (error) {
    // Optional packages are allowed to be absent, and to have no binary for this machine.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

async function searchPath(environment: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const folder of (environment['PATH'] ?? '').split(delimiter).filter(isAbsolute)) {
    const path = join(folder, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'it may not be executed';
  return error.message.split('\n')[0] ?? 'it failed';
}

function missing(message: string, cause?: unknown): AppError {
  return new AppError({ code: 'ffmpeg-missing', message, ...(cause === undefined ? {} : { cause }) });
}
