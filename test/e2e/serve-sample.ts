/**
 * The studio over the prepared sample, to look at by hand: `node test/e2e/serve-sample.ts [--renderer <folder>] [--lines <n>]`.
 * Prints a one-time link, and another for every Enter. `--lines` adds an episode of that many lines. Ctrl+C ends it.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createCore } from '#core/app.ts';
import { openStudio } from '#core/studio/open-studio.ts';
import { startWebHost } from '../../src-main/web/start-web-host.ts';
import prepareLibrary, { copyPreparedLibrary } from './prepare-library.ts';

const { values } = parseArgs({ options: { renderer: { type: 'string' }, lines: { type: 'string' } } });
if (!existsSync(resolve('node_modules', '.cache', 'lectern', 'prepared-library', 'library.sqlite')))
  await prepareLibrary();
const folder = await mkdtemp(join(tmpdir(), 'lectern-look-'));
const core = createCore({ home: await copyPreparedLibrary(folder), environment: process.env, program: 'a look' });
const studio = await openStudio(core);
if (values.lines !== undefined) {
  const paragraphs = Array.from(
    { length: Number(values.lines) },
    (_, index) =>
      `${['ANNA', 'BEN', '陈明'][index % 3]}: This is line ${index + 1} of a long episode 这是第${index + 1}行。`,
  );
  await studio.dispatch('scripts.import', { source: { text: `# Long\n\n${paragraphs.join('\n\n')}` } });
}
const host = await startWebHost({ studio, rendererDir: resolve(values.renderer ?? 'out/renderer') });
console.log(host.url);
const input = createInterface({ input: process.stdin });
input.on('line', () => console.log(host.newUrl()));
await new Promise<void>((ended) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended());
});
input.close();
await host.close();
await studio.close();
await core.close();
await rm(folder, { recursive: true, force: true });
