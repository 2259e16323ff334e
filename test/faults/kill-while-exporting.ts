/**
 * An export is killed (SIGKILL) at random moments and started again, until it comes through. The file never stands under its
 * name unless it is whole; what was finished before a kill is not encoded again; and in the end the bytes are those of an
 * export that nobody disturbed. `node test/faults/kill-while-exporting.ts [rounds] [seed]`; 5 rounds by default.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../src-main/tools/sample-sounds/seeded-random.ts';
import { temporaryFolder } from '../helpers/temporary-library.ts';
import { check } from './fault-outcome.ts';

const WRITER = new URL('./export-writer.ts', import.meta.url).pathname;

/** Segments by name, with the moment they were written. */
function segments(home: string): ReadonlyMap<string, bigint> {
  const folder = join(home, 'cache', 'segments');
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.segment'));
  return new Map(names.map((name) => [name, statSync(join(folder, name), { bigint: true }).ino]));
}

/** Kills after so many lines of progress and so long. */
interface Kill {
  readonly lines: number;
  readonly delayMs: number;
}

/** @returns whether it came through, and the lines of progress. */
async function run(home: string, output: string, kill: Kill | null) {
  const child = spawn(process.execPath, [WRITER, home, output], { stdio: ['ignore', 'pipe', 'inherit'] });
  let lines = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const isBefore = kill !== null && lines < kill.lines;
    lines += text.split('\n').length - 1;
    if (isBefore && lines >= kill.lines) setTimeout(() => child.kill('SIGKILL'), kill.delayMs);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('close', (...how) => resolve(how)),
  );
  check(code === 0 || signal === 'SIGKILL', `the export ended by itself with ${String(code)}`);
  return { isThrough: code === 0, lines };
}

const rounds = Number(process.argv[2] ?? 5);
const seed = Number(process.argv[3] ?? 1);
const random = seededRandom(seed);
const home = await temporaryFolder();
const output = join(home, 'show.mp3');
const undisturbed = await run(home, output, null);
check(undisturbed.isThrough, 'the undisturbed export did not come through');
const expected = await readFile(output);
let kills = 0;
let kept = 0;
for (let round = 0; round < rounds; round++) {
  await rm(join(home, 'cache', 'segments'), { recursive: true });
  await rm(output);
  for (;;) {
    const before = segments(home);
    const kill = { lines: 1 + Math.floor(random() * undisturbed.lines), delayMs: random() * 500 };
    const { isThrough } = await run(home, output, kill);
    const after = segments(home);
    for (const [name, inode] of before) {
      check(after.get(name) === inode, `the segment ${name} was made again, seed ${seed}, round ${round}`);
      kept++;
    }
    if (existsSync(output)) {
      check((await readFile(output)).equals(expected), `the file is another one, seed ${seed}, round ${round}`);
    }
    if (isThrough) break;
    kills++;
  }
  check(existsSync(output), 'an export came through and left no file');
}
await rm(home, { recursive: true });
process.stdout.write(`${kills} kills in ${rounds} rounds; ${kept} times a finished segment was there and was kept\n`);
