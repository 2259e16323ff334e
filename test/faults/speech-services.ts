/**
 * `node test/faults/speech-services.ts [lines] [seed] [kills]`: a script cast across all five services and the built-in voice is
 * rendered by the command line against the fakes; once with a tenth of all calls failing, once killed at random moments
 * and started again until it is finished. Prints what the services' ledgers say, and exits 1 where they disagree with us.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FakeServiceName,
  type FakeServices,
  startFakeServices,
} from '../helpers/fake-services/start-fake-services.ts';
import { linesOf, mixedCastScript } from '../helpers/mixed-cast-script.ts';
import { answered, answeredTwice, billedBy, spoil } from '../helpers/mixed-cast-show.ts';
import { ROOT, runJson } from '../helpers/run-cli.ts';

const LINES = Number(process.argv[2] ?? 300);
const SEED = Number(process.argv[3] ?? 1);
const KILLS = Number(process.argv[4] ?? 20);

const folder = mkdtempSync(join(tmpdir(), 'lectern-faults-'));
const script = join(folder, 'script.md');
writeFileSync(script, mixedCastScript(LINES));
const fakes = await startFakeServices();
const problems: string[] = [];

function expectThat(isSo: boolean, what: string): void {
  process.stdout.write(`${isSo ? 'ok  ' : 'NOT '} ${what}\n`);
  if (!isSo) problems.push(what);
}

function parametersOf(name: string): readonly string[] {
  return ['render', script, '-o', join(folder, `${name}.mp3`), '--home', join(folder, name)];
}

function callsOf(all: FakeServices): number {
  return Object.values(all.servers).reduce((sum, server) => sum + server.calls.length, 0);
}

function answersOf(all: FakeServices): number {
  return Object.keys(all.servers).reduce((sum, name) => sum + answered(all, name as FakeServiceName).length, 0);
}

async function withFaults(): Promise<void> {
  spoil(fakes, 0.1, SEED);
  const { answer } = await runJson(parametersOf('faults'), { environment: fakes.environment });
  expectThat(answer.value?.spoken === LINES, `all ${LINES} lines were spoken while a tenth of all calls failed`);
  for (const name of Object.keys(fakes.servers) as FakeServiceName[]) {
    expectThat(
      answered(fakes, name).length === linesOf(name, LINES),
      `${name}: ${linesOf(name, LINES)} answers, one a line`,
    );
  }
  expectThat(answeredTwice(fakes).length === 0, `${callsOf(fakes)} calls, none answered twice`);
  expectThat(
    answer.value?.billedCharacters === billedBy(fakes),
    `the bill is the ledgers': ${billedBy(fakes)} characters`,
  );
}

async function killed(): Promise<void> {
  fakes.clear();
  for (let kill = 0; kill < KILLS; kill++) {
    const target = answersOf(fakes) + Math.round((LINES / (KILLS + 1)) * (0.3 + 0.7 * Math.random()));
    await killAt(target);
  }
  const { answer } = await runJson(parametersOf('killed'), { environment: fakes.environment });
  expectThat(
    answer.value?.lines === LINES,
    `killed ${KILLS} times and finished: ${answer.value?.reused} lines were kept`,
  );
  const twice = answeredTwice(fakes).length;
  expectThat(twice === 0, `${callsOf(fakes)} calls; ${twice} of them for what had been answered`);
}

/** Ends the program without warning as soon as the services have answered so often. */
async function killAt(answers: number): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'src-main/cli/launcher.mjs'), ...parametersOf('killed')], {
    env: { ...process.env, ...fakes.environment },
    stdio: 'ignore',
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  while (answersOf(fakes) < answers && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill('SIGKILL');
  await exited;
}

try {
  await withFaults();
  await killed();
} finally {
  await fakes.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = problems.length === 0 ? 0 : 1;
