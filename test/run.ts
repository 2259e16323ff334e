/**
 * The whole suite, one command: static checks, unit, integration and end-to-end tests.
 * Everything runs even when an earlier part failed; the last line counts it all.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const BIN = join(ROOT, 'node_modules', '.bin');
const reports = mkdtempSync(join(tmpdir(), 'lectern-test-'));

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];

function run(command: string, parameters: readonly string[], environment: Record<string, string> = {}): number {
  const started = performance.now();
  process.stdout.write(`\n── ${command} ${parameters.join(' ')}\n`);
  const result = spawnSync(join(BIN, command), parameters, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...environment, PATH: `${BIN}${delimiter}${process.env.PATH}` },
  });
  process.stdout.write(`── ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  return result.status ?? 1;
}

/** A check without tests of its own counts as one. */
function check(name: string, command: string, parameters: readonly string[]): void {
  if (run(command, parameters) === 0) total.passed += 1;
  else {
    total.failed += 1;
    failures.push(name);
  }
}

/** Adds a runner's own counts; a runner that failed without a failing test (it could not start) counts as one failure. */
function add(name: string, status: number, read: () => Counts): void {
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = read();
  } catch (error) {
    process.stdout.write(`${name}: no report (${error instanceof Error ? error.message : String(error)})\n`);
    counts.failed = 1;
  }
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  if (status === 0 && counts.passed === 0) counts.failed = 1;
  if (counts.failed > 0) failures.push(name);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

function vitest(project: string): void {
  const report = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = run('vitest', ['run', '--project', project, ...reporters]);
  add(project, status, () => {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  });
}

function playwright(project: string, workers: number, environment: Record<string, string> = {}): void {
  const report = join(reports, `e2e-${project}.json`);
  const parameters = ['test', `--project=${project}`, `--workers=${workers}`, '--reporter=list,json'];
  const status = run('playwright', parameters, { ...environment, PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  add(`e2e (${project})`, status, () => {
    const { expected, flaky, unexpected, skipped } = JSON.parse(readFileSync(report, 'utf8')).stats;
    return { passed: expected + flaky, failed: unexpected, skipped };
  });
}

check('format and lint', 'biome', ['check', '.']);
check('lint', 'oxlint', []);
for (const environment of ['shared', 'main', 'preload', 'renderer', 'test']) {
  check(`types (${environment})`, 'tsc', ['-p', `tsconfig.${environment}.json`]);
}
vitest('unit');
vitest('integration');
check('build', 'electron-vite', ['build', '--logLevel', 'warn']);
playwright('page', 2);
// The library that the first run prepared is as good for the second.
playwright('sound', 1, { LECTERN_KEEP_PREPARED: '1' });

rmSync(reports, { recursive: true, force: true });
if (failures.length > 0) process.stdout.write(`\nFailed: ${failures.join(', ')}\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
