import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { espeakEngine } from './espeak-engine.ts';
import { sapiEngine } from './sapi-engine.ts';
import { sayEngine } from './say-engine.ts';
import type { OwnEnvironment, SystemEngine } from './system-engine.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** null where this system has none. */
export async function findSystemEngine(
  platform: NodeJS.Platform,
  environment: Environment,
): Promise<SystemEngine | null> {
  const own = ownEnvironment(environment);
  if (platform === 'win32') {
    const path = join(
      environment.SystemRoot ?? 'C:\\Windows',
      'System32',
      'WindowsPowerShell',
      'v1.0',
      'powershell.exe',
    );
    return (await isExecutable(path)) ? sapiEngine(path, own) : null;
  }
  if (platform === 'darwin') {
    const path = await findOnPath('say', environment);
    return path === null ? null : sayEngine(path, own);
  }
  const path = await findOnPath('espeak-ng', environment);
  return path === null ? null : espeakEngine(path, own);
}

/** What a speech program needs; keys of speech services are none of its business. */
const NEEDED = [
  'PATH',
  'HOME',
  'LANG',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
];

function ownEnvironment(environment: Environment): OwnEnvironment {
  return Object.fromEntries(
    NEEDED.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}

async function findOnPath(name: string, environment: Environment): Promise<string | null> {
  // A relative entry would run whatever lies in the current folder.
  const folders = (environment.PATH ?? '').split(delimiter).filter(isAbsolute);
  for (const folder of folders) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
