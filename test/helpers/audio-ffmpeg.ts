/** The ffmpegs to test with: the one npm brings, and the system's where there is one. */
import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FfmpegLocation, locateFfmpeg } from '#core/audio/ffmpeg-location.ts';

const run = promisify(execFile);

export function packagedFfmpeg(): Promise<FfmpegLocation> {
  return locateFfmpeg({ environment: {} });
}

/** Every program to be supported that exists here, at least the packaged one. */
export async function ffmpegsHere(): Promise<readonly FfmpegLocation[]> {
  const packaged = await packagedFfmpeg();
  const system = await locateFfmpeg({ environment: { PATH: process.env.PATH }, packagePath: () => null }).catch(
    () => null,
  );
  return system ? [packaged, system] : [packaged];
}

/** Runs the packaged ffmpeg apart from the code under test, to make files for it. */
export async function makeWithFfmpeg(...args: readonly string[]): Promise<void> {
  const { path } = await packagedFfmpeg();
  await run(path, ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...args]);
}

/** A shell script that passes for an ffmpeg. `body` sees the arguments; `version` and `encoders` are answered before it. */
export async function fakeFfmpeg(folder: string, body: string, name = 'fake-ffmpeg'): Promise<FfmpegLocation> {
  const path = join(folder, name);
  const script = `#!/bin/sh
case "$1" in -version) echo "ffmpeg version 0-fake"; exit 0;; esac
case "$2" in -encoders) echo " ------"; echo " A..... flac  FLAC"; exit 0;; esac
${body}
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return { path, source: 'setting', version: '0-fake', encoders: new Set(['flac']) };
}
