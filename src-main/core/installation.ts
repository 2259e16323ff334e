import { join } from 'node:path';

/**
 * The folder that holds `resources`: the checkout, or the packaged program's. This file lies as deep in the checkout as
 * the built program does in `out`.
 */
export function installationFolder(): string {
  // Packaged: Electron's own folder for files beside the archive.
  const packaged = (process as { resourcesPath?: string }).resourcesPath;
  return import.meta.dirname.includes('app.asar') && packaged !== undefined
    ? packaged
    : join(import.meta.dirname, '..', '..');
}
