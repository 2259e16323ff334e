/** Keys of services are nowhere: not in what is kept, not in what is made, not in what is said. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { always, NO_FAULTS, someFaults } from '../../helpers/fake-services/faults.ts';
import { type FakeServices, startFakeServices } from '../../helpers/fake-services/start-fake-services.ts';
import { mixedCastScript } from '../../helpers/mixed-cast-script.ts';
import { filesWith } from '../../helpers/mixed-cast-show.ts';
import { runCli } from '../../helpers/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-keys-'));
const home = join(folder, 'library');
const at = (name: string): string => join(folder, name);
let fakes: FakeServices;
let said = 0;

beforeAll(async () => {
  fakes = await startFakeServices();
});
afterAll(async () => {
  await fakes.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything a command says is kept as a file, so that it is searched like the rest. */
async function run(parameters: readonly string[], library = home) {
  const result = await runCli([...parameters, '--json', '--home', library], { environment: fakes.environment });
  writeFileSync(at(`said-${++said}.txt`), `${result.stdout}\n${result.stderr}`);
  return JSON.parse(result.stdout);
}

it('[CLI53] no key is in the library, its backups, logs, answers, archives, reports, stems, captions, chapters or files', async () => {
  const keys = Object.entries(fakes.environment).flatMap(([name, key]) => (name.endsWith('_API_KEY') ? [key] : []));
  expect(keys).toHaveLength(5);
  // Failures that repeat the key, and some that pass.
  for (const [index, server] of Object.values(fakes.servers).entries()) {
    const body = JSON.stringify({ error: { message: `the key ${keys.join(' ')} is tired`, code: '503' } });
    server.plan = someFaults(0.3, index + 1, [{ kind: 'status', status: 503, body }]);
  }
  writeFileSync(at('show.md'), mixedCastScript(12));
  const imported = await run(['import', at('show.md'), '--project', 'Show']);
  const made = [
    ['export', imported.value.episodeIds[0], '-o', at('show.m4b'), '--captions', 'srt,vtt', '--chapters-json'],
    [
      'export',
      imported.value.episodeIds[0],
      '-o',
      at('show.mp3'),
      '--stems',
      at('stems'),
      '--report',
      at('report.json'),
    ],
    ['archive', imported.value.projectId, '-o', at('show.lectern')],
    ['connection', 'add', 'minimax', '--id', 'second', '--base-url', fakes.environment.MINIMAX_BASE_URL ?? '', '--key'],
    ['connection', 'list'],
    ['voices', '--refresh'],
    ['doctor'],
    ['library', 'backup'],
  ];
  for (const parameters of made) expect([parameters[0], (await run(parameters)).ok]).toEqual([parameters[0], true]);
  // A stream that breaks leaves a note of what it was.
  fakes.servers.minimax.plan = always({ kind: 'close', at: 'half' });
  const cut = await run([
    'say',
    'The last ferry left at nine.',
    '-o',
    at('cut.mp3'),
    '--provider',
    'minimax',
    '--stream',
  ]);
  expect(cut.error.details.partialFile).toBeDefined();
  for (const server of Object.values(fakes.servers)) server.plan = NO_FAULTS;
  // An archive is packed: what is in it is searched where it is unpacked.
  expect((await run(['unarchive', at('show.lectern')], at('other'))).ok).toBe(true);
  for (const key of keys) expect(filesWith(folder, key)).toEqual([]);
  // The search finds what is there.
  expect(filesWith(folder, 'English_Graceful_Lady').length).toBeGreaterThan(2);
});
