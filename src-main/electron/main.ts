/** The desktop program's entry: brings Electron and the core together. Everything it decides is in run-desktop.ts. */
import { join } from 'node:path';
import * as electron from 'electron';
import { createCore } from '#core/app.ts';
import { defaultHome } from '#core/default-home.ts';
import { installationFolder } from '#core/installation.ts';
import { openStudio } from '#core/studio/open-studio.ts';
import { runDesktop } from './run-desktop.ts';
import { createSafeKeyStore } from './safe-key-store.ts';

// Of the built program: out/main/main.js.
const out = join(import.meta.dirname, '..');

async function openCoreAndStudio() {
  const home = process.env.LECTERN_HOME ?? defaultHome(process.platform, process.env);
  const keys = createSafeKeyStore(join(home, 'keys.json'), electron.safeStorage, process.env);
  const core = createCore({ home, environment: process.env, program: 'the studio', keys });
  const studio = await openStudio(core);
  return {
    ...studio,
    close: async () => {
      await studio.close();
      await core.close();
    },
  };
}

await runDesktop(electron, {
  preloadPath: join(out, 'preload', 'preload.cjs'),
  rendererDir: join(out, 'renderer'),
  iconPath: join(installationFolder(), 'resources', 'icons', 'icon.png'),
  programArguments: process.argv.slice(1),
  openStudio: openCoreAndStudio,
});
