/**
 * Faults that need root, Debian's tools or minutes, one script each. `npm run faults` runs all, `npm run faults -- full-disk`
 * one. Exits 1 when something was lost or said wrongly; a fault that this machine cannot make is skipped by name.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EXIT_SKIPPED } from './fault-outcome.ts';

const FAULTS = [
  'kill-while-writing',
  'kill-while-exporting',
  'full-disk',
  'failing-writes',
  'clock-jumps',
  'speech-services',
];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !FAULTS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no fault ${unknown.join(', ')}; there are ${FAULTS.join(', ')}.`);
  process.exit(2);
}
let failed = 0;
for (const name of chosen.length > 0 ? chosen : FAULTS) {
  console.log(`== ${name}`);
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))], {
    stdio: 'inherit',
  });
  const isHeld = status === 0 || status === EXIT_SKIPPED;
  if (!isHeld) failed++;
  console.log(`== ${name}: ${status === 0 ? 'held' : isHeld ? 'skipped' : 'FAILED'}`);
}
process.exit(failed === 0 ? 0 : 1);
