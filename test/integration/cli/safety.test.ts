import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT, runCli, runJson } from '../../helpers/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-cli-safety-'));
const home = join(folder, 'library');
const at = (name: string): string => join(folder, name);
const json = async (parameters: readonly string[], where = home) => {
  const { exitCode, answer, stderr } = await runJson([...parameters, '--home', where]);
  return { exitCode, value: answer.value, error: answer.error, stderr };
};

beforeAll(async () => {
  await json(['import', join(ROOT, 'test', 'fixtures', 'scripts', 'two-voices.md'), '--project', 'Voices']);
  await json(['say', 'The last ferry left at nine.', '-o', at('line.wav')]);
  await json(['import', at('line.wav')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('[LIB150] the first run after a change makes the daily backup; more are made on demand and listed', async () => {
  expect((await json(['library', 'backup', '--list'])).value.backups).toHaveLength(1);
  expect((await json(['library', 'backup'])).value).toMatchObject({ sequence: 2 });
  const { value } = await json(['library', 'backup', '--list']);
  expect(value.backups.map(({ sequence }: { sequence: number }) => sequence)).toEqual([2, 1]);
});

it('[LIB151] verify exits 0 for a sound library and 1 for a damaged one, and says what is wrong', async () => {
  expect(await json(['library', 'verify'])).toMatchObject({ exitCode: 0, value: { isSound: true } });
  const media = readdirSync(join(home, 'media'), { recursive: true }).map(String);
  const file = join(home, 'media', media.find((name) => name.endsWith('.wav')) ?? '');
  const bytes = readFileSync(file);
  writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from([1])]));
  expect(await json(['library', 'verify', '--quick'])).toMatchObject({ exitCode: 0 });
  expect(await json(['library', 'verify'])).toMatchObject({
    exitCode: 1,
    value: { isSound: false, media: { altered: [expect.any(String)] } },
  });
  const forPeople = await runCli(['library', 'verify', '--home', home]);
  expect(forPeople.stdout).toMatch(/Damaged sound: [0-9a-f]{64}\nThe library is damaged\. Nothing was changed\./);
  writeFileSync(file, bytes);
});

it('[LIB152] restore goes back to a backup, and names what it took over', async () => {
  await json(['import', join(ROOT, 'test', 'fixtures', 'scripts', 'two-voices.md'), '--project', 'Later']);
  expect((await json(['projects'])).value).toHaveLength(2);
  const { value } = await json(['library', 'restore']);
  expect(value).toMatchObject({ backup: { sequence: 2 }, aside: join(home, 'aside', '000001') });
  expect((await json(['projects'])).value).toHaveLength(1);
  expect(await json(['library', 'restore', '--backup', 'none'])).toMatchObject({
    exitCode: 1,
    error: { code: 'not-found' },
  });
});

it('[LIB153] clean moves to the trash, and only --empty-trash removes', async () => {
  writeFileSync(join(home, 'media', 'stray.wav'), 'stray');
  const { value } = await json(['library', 'clean']);
  expect(value).toMatchObject({ moved: [{ path: 'media/stray.wav', byteLength: 5 }], byteLength: 5 });
  expect((await json(['library', 'clean', '--empty-trash'])).value).toEqual({ byteLength: 5 });
  expect(readdirSync(home)).not.toContain('trash');
});

it('[LIB154] archive and unarchive carry a project to another library', async () => {
  const file = at('voices.lectern');
  expect((await json(['archive', 'Voices', '-o', file])).value).toMatchObject({ file });
  const other = at('other');
  const { value } = await json(['unarchive', file], other);
  const { value: projects } = await json(['projects'], other);
  expect(projects).toMatchObject([{ id: value.projectId, name: 'Voices' }]);
  writeFileSync(at('bad.lectern'), 'no archive');
  expect(await json(['unarchive', at('bad.lectern')], other)).toMatchObject({
    exitCode: 2,
    error: { code: 'invalid-input' },
  });
});

it('[LIB155] what is wrong with a library without being in the way is said on standard error', async () => {
  const synchronised = at('Dropbox');
  await json(['import', join(ROOT, 'test', 'fixtures', 'scripts', 'two-voices.md')], synchronised);
  const { stderr } = await json(['projects'], synchronised);
  expect(stderr).toMatch(/\{"notice":\{"kind":"synchronised-folder"/);
  const forPeople = await runCli(['projects', '--home', synchronised]);
  expect(forPeople.stderr).toMatch(/^Note: The library .*Dropbox synchronises/);
});
