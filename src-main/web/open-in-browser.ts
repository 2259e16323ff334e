import { spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/** The system's way to open a link; null where there is no desktop to show it on. */
export function openCommand(
  platform: NodeJS.Platform,
  environment: Environment,
): { readonly command: string; readonly args: readonly string[] } | null {
  if (platform === 'darwin') return { command: 'open', args: [] };
  // `start` takes its first quoted argument for a window title.
  if (platform === 'win32') return { command: 'cmd', args: ['/c', 'start', '""'] };
  const hasDesktop = Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
  return hasDesktop ? { command: 'xdg-open', args: [] } : null;
}

/** Opens a link in the person's browser. False where that is not possible; then the link must be shown. */
export async function openInBrowser(
  url: string,
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env,
): Promise<boolean> {
  const opener = openCommand(platform, environment);
  if (!opener) return false;
  const child = spawn(opener.command, [...opener.args, url], { stdio: 'ignore', detached: true });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      // The browser outlives us, and must not keep us from ending.
      child.unref();
      resolve(true);
    });
  });
}
