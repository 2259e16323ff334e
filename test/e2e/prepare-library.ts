/**
 * A library with the spoken sample, made once for a run by the real core and copied for each worker: what is tested
 * over it is the program itself, with real voices.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createCore } from '#core/app.ts';
import { openStudio } from '#core/studio/open-studio.ts';

const PREPARED = resolve('node_modules', '.cache', 'lectern', 'prepared-library');

/** Playwright's global set-up. */
// biome-ignore lint/style/noDefaultExport: Playwright calls the default export
export default async function prepareLibrary(): Promise<void> {
  if (process.env.LECTERN_KEEP_PREPARED === '1' && existsSync(join(PREPARED, 'library.sqlite'))) return;
  await rm(PREPARED, { recursive: true, force: true });
  await mkdir(PREPARED, { recursive: true });
  const core = createCore({ home: PREPARED, environment: process.env, program: 'the tests' });
  const studio = await openStudio(core);
  try {
    const answer = await studio.dispatch('sample.open', {});
    if (!answer.ok) throw new Error(`The sample could not be made: ${answer.error.message}`);
  } finally {
    await studio.close();
    await core.close();
  }
}

/** A copy of its own in `folder`. */
export async function copyPreparedLibrary(folder: string): Promise<string> {
  const home = join(folder, 'library');
  await cp(PREPARED, home, { recursive: true });
  return home;
}
