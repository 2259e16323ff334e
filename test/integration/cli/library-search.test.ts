import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, runJson } from '../../helpers/run-cli.ts';
import { toneWav } from '../../helpers/small-wav.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-cli-search-'));
const home = join(folder, 'library');
const search = (query: string, ...options: readonly string[]) =>
  runJson(['library', 'search', query, ...options, '--home', home]);

beforeAll(async () => {
  const script =
    '---\ntitle: Harbour\nlanguage: en\n---\nANNA: The last ferry left at nine.\n\nBEN: The ferry is late.\n\n她说：夜航船。\n';
  writeFileSync(join(folder, 'harbour.md'), script);
  const imported = await runJson(['import', join(folder, 'harbour.md'), '--project', 'Night', '--home', home]);
  expect(imported.answer.ok).toBe(true);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('library search', () => {
  it('[LIB96] answers rows, the total and where to go on', async () => {
    const first = await search('ferr', '--limit', '1');
    expect(first.answer.value).toMatchObject({ total: 2, isTotalExact: true, rows: [{ text: 'The ferry is late.' }] });
    const second = await search('ferr', '--limit', '1', '--after', first.answer.value.next);
    expect(second.answer.value).toMatchObject({ rows: [{ text: 'The last ferry left at nine.' }], next: null });
    expect((await search('夜航')).answer.value.total).toBe(1);
    expect((await search('"%" OR *')).answer.value.total).toBe(0);
  });

  it('[LIB96] conditions are options; wrong ones are refused with what there is', async () => {
    const only = await search('', '--kind', 'line', '--kind', 'note', '--project', 'Night', '--language', 'en');
    expect(only.answer.value.total).toBe(3);
    expect((await search('', '--voice', 'flite/slt')).answer.value.total).toBe(0);
    expect((await search('', '--tag', 'night')).answer.value.total).toBe(0);
    expect(await search('', '--kind', 'song')).toMatchObject({
      exitCode: 2,
      answer: { error: { code: 'invalid-input', message: expect.stringContaining('take, recording, music') } },
    });
    expect(await search('', '--limit', '0')).toMatchObject({ exitCode: 2 });
    expect(await search('', '--after', 'x')).toMatchObject({
      exitCode: 2,
      answer: { error: { code: 'invalid-input' } },
    });
    expect(await search('', '--project', 'None')).toMatchObject({
      exitCode: 1,
      answer: { error: { code: 'not-found' } },
    });
  });

  it('[LIB96] people read a table and how many there are', async () => {
    const { stdout } = await runCli(['library', 'search', 'ferry', '--home', home]);
    expect(stdout).toMatch(/^kind {2}text/);
    expect(stdout).toContain('2 found');
  });

  it('[LIB97] folders are imported, and the report says what was not', async () => {
    const sounds = join(folder, 'sounds');
    mkdirSync(join(sounds, 'rain'), { recursive: true });
    writeFileSync(join(sounds, 'rain', 'heavy.wav'), toneWav({ seconds: 0.2 }));
    writeFileSync(join(sounds, 'same.wav'), toneWav({ seconds: 0.2 }));
    writeFileSync(join(sounds, 'cut.wav'), toneWav({ seconds: 0.3 }).subarray(0, 2_000));
    writeFileSync(join(sounds, 'read me.txt'), 'Field recordings.');
    const { answer } = await runJson(['import', sounds, '--home', home]);
    expect(answer).toMatchObject({ ok: true, value: { episodeIds: [], projectId: null, dropped: [] } });
    const names = (list: readonly { readonly file: string }[]) => list.map(({ file }) => file.slice(sounds.length + 1));
    expect(answer.value.assetIds).toHaveLength(2);
    expect(names(answer.value.duplicates)).toEqual(['same.wav']);
    expect(names(answer.value.failed)).toEqual(['cut.wav']);
    expect(names(answer.value.skipped)).toEqual(['read me.txt']);
    expect((await search('heavy')).answer.value.rows).toMatchObject([{ kind: 'recording', durationMs: 200 }]);
  });
});
