import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT, runCli, runJson } from '../../helpers/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-cli-edits-'));
const home = join(folder, 'library');
const commandsFile = join(folder, 'edits.json');
const episode = 'Two Voices';
let lineId = '';

const json = async (...parameters: readonly string[]) => {
  const { exitCode, answer } = await runJson([...parameters, '--home', home]);
  return { exitCode, value: answer.value, error: answer.error };
};
const apply = (commands: unknown, ...more: readonly string[]) => {
  writeFileSync(commandsFile, typeof commands === 'string' ? commands : JSON.stringify(commands));
  return json('apply', episode, '--commands', commandsFile, ...more);
};
const setText = (text: string) => ({ type: 'line.setText', id: lineId, text });

beforeAll(async () => {
  await json('import', join(ROOT, 'test', 'fixtures', 'scripts', 'two-voices.md'));
  const { value } = await json('records', episode);
  expect(value.revision).toBe(1);
  lineId = value.records.find((record: { type: string }) => record.type === 'line').id;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('[CLI30] apply carries out a list of commands as one edit, which undo and redo of later runs take back and make again', async () => {
  const commands = [setText('The kettle sings.'), { type: 'line.setGain', id: lineId, gainDb: -2 }];
  expect(await apply(commands)).toEqual({ exitCode: 0, value: { revision: 2 }, error: undefined });
  expect((await apply([setText('It is quiet.')], '--label', 'Quieter')).value).toEqual({ revision: 3 });
  expect((await json('undo', episode)).value).toEqual({ revision: 4 });
  expect((await json('history', episode)).value).toMatchObject({
    revision: 4,
    position: 1,
    entries: [
      { position: 1, label: 'Change text: The kettle sings. and more', isUndone: false },
      { position: 2, label: 'Quieter', isUndone: true },
    ],
  });
  expect((await json('redo', episode)).value).toEqual({ revision: 5 });
  const text = await runCli(['undo', episode, '--home', home]);
  expect(text.stdout).toBe('Undone: Quieter\nRevision 6.\n');
  const { value } = await json('records', episode);
  expect(value.records.find((record: { id: string }) => record.id === lineId)).toMatchObject({
    text: 'The kettle sings.',
    gainDb: -2,
  });
});

it('[CLI31] what cannot be applied names the file, the command and the reason, and changes nothing', async () => {
  const { value: before } = await json('records', episode);
  expect(await apply('[{"type":"line.setText",,}]')).toMatchObject({
    exitCode: 2,
    error: {
      code: 'invalid-input',
      message: expect.stringMatching(/^edits\.json is not JSON: .*position 24 \(line 1 column 25\)/),
    },
  });
  expect(await apply({ type: 'line.setText' })).toMatchObject({ exitCode: 2, error: { code: 'invalid-input' } });
  expect(await apply([setText('Half.'), { type: 'line.setGain', id: lineId, gainDb: 'loud' }])).toMatchObject({
    exitCode: 2,
    error: {
      code: 'invalid-command',
      message: expect.stringMatching(/^edits\.json, command 2 of 2: line\.setGain: gainDb/),
    },
  });
  expect(await apply([setText('Half.'), { type: 'line.setGain', id: 'nobody', gainDb: 1 }])).toMatchObject({
    exitCode: 2,
    error: { code: 'invalid-command', message: expect.stringContaining('Command 2 of 2: There is no line "nobody"') },
  });
  expect(await apply([setText('Late.')], '--base-revision', '1')).toMatchObject({
    exitCode: 1,
    error: { code: 'conflict' },
  });
  expect((await json('records', episode)).value).toEqual(before);
});
