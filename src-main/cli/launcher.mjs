#!/usr/bin/env node
// Plain JavaScript, because it must run under whatever Node a person has: it finds the project's own Node 24
// (which runs TypeScript as it is, and which the database needs) and hands over to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const REQUIRED_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) >= REQUIRED_MAJOR) {
  // By way of the default export: older Node versions do not have the name, and a named import of it would fail there.
  module.enableCompileCache();
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
} else {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = fileURLToPath(new URL(`../../node_modules/node/bin/${binary}`, import.meta.url));
  if (existsSync(own)) {
    const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
    // The child cleans up and says how it ended; until then we wait. A terminal sends Ctrl+C to both of us, another
    // program to us alone: passed on, it may arrive twice, which main.ts takes for once.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  } else {
    process.stderr.write('Lectern needs Node 24. Run `npm ci` in its folder: that installs its own copy.\n');
    process.exitCode = 1;
  }
}
