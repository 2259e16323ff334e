/**
 * `npm run bench`: speed, each number beside a peer measured in the same run. Machines are shared and noisy, so the ratios
 * count, not the seconds. `npm run bench -- episode` runs one; options go on to it (`--minutes 6`,
 * `--clips 20000`).
 */
import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Length of the benched episode. */
  readonly minutes: number;
  readonly rounds: number;
  /** Of the benched library. */
  readonly clips: number;
}

export interface BenchModule {
  readonly title: string;
  readonly run: (options: BenchOptions, print: (line: string) => void) => Promise<void>;
}

const BENCHES: Readonly<Record<string, () => Promise<BenchModule>>> = {
  episode: () => import('./episode.ts'),
  memory: () => import('./memory.ts'),
  change: () => import('./change.ts'),
  edits: () => import('./edits.ts'),
  typing: () => import('./typing.ts'),
  timeline: () => import('./timeline.ts'),
  queue: () => import('./queue.ts'),
  ingest: () => import('./ingest.ts'),
  kernels: () => import('./kernels.ts'),
  search: () => import('./search.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '1' },
    clips: { type: 'string', default: '1000000' },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
for (const name of names) {
  const load = BENCHES[name];
  if (!load) throw new Error(`There is no bench "${name}": ${Object.keys(BENCHES).join(', ')}`);
  const bench = await load();
  process.stdout.write(`\n${bench.title}\n`);
  const options = { minutes: Number(values.minutes), rounds: Number(values.rounds), clips: Number(values.clips) };
  await bench.run(options, (line) => process.stdout.write(`  ${line}\n`));
}
