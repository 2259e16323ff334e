/** The web host over a synthetic studio, to look at by hand: `node test/e2e/serve-synthetic.ts`. Ctrl+C ends it. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createStudio } from '#core/studio.ts';
import { startWebHost } from '../../src-main/web/start-web-host.ts';
import { createSyntheticStudioCore } from '../helpers/synthetic-studio-core.ts';

const folder = await mkdtemp(join(tmpdir(), 'lectern-synthetic-'));
const core = await createSyntheticStudioCore(folder, resolve('resources/samples/the-night-ferry/the-night-ferry.md'));
const host = await startWebHost({ studio: createStudio(core), rendererDir: resolve('out/renderer') });
console.log(host.url);
