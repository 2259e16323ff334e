/** Builds the studio's page alone: `npm run dev:page -- --out <folder>`. Quick, to look at what one is working on. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, type InlineConfig } from 'vite';
import config from '../../electron.vite.config.ts';

const { out } = parseArgs({ options: { out: { type: 'string', default: 'out/renderer' } } }).values;
const { renderer } = config as { readonly renderer: InlineConfig };
await build({
  ...renderer,
  base: './',
  configFile: false,
  logLevel: 'warn',
  build: { ...renderer.build, outDir: resolve(out), emptyOutDir: true },
});
