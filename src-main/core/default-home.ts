import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The operating system's place for a program's data. */
export function defaultHome(platform: NodeJS.Platform, environment: Environment, userHome = homedir()): string {
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'Lectern');
  if (platform === 'win32') return join(environment.APPDATA ?? join(userHome, 'AppData', 'Roaming'), 'Lectern');
  return join(environment.XDG_DATA_HOME || join(userHome, '.local', 'share'), 'lectern');
}
