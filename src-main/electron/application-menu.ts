import type { MenuItemConstructorOptions } from 'electron';

/** What every program has: without it macOS knows no copy and paste. No reload, no developer tools. */
export function applicationMenu(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const own: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [{ role: 'fileMenu' }];
  return [...own, { role: 'editMenu' }, { role: 'windowMenu' }];
}
