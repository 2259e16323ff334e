import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { VERSION } from '#core/version.ts';
import { parseWavHeader, readWavSamples } from '../../helpers/read-wav.ts';
import { ROOT, runCli, runJson } from '../../helpers/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-cli-library-'));
const home = join(folder, 'library');
const at = (name: string): string => join(folder, name);
const fixture = (name: string): string => join(ROOT, 'test', 'fixtures', 'scripts', name);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('say', () => {
  it("[CLI18] keeps the engine's own bytes when the extension agrees, and says what they are", async () => {
    const { answer } = await runJson([
      'say',
      'Good evening.',
      '-o',
      at('one.wav'),
      '--provider',
      'flite',
      '--home',
      home,
    ]);
    expect(answer.value).toMatchObject({
      format: 'wav',
      sampleRate: 16_000,
      channels: 1,
      billedCharacters: 0,
      chunks: 1,
    });
    expect(parseWavHeader(readFileSync(at('one.wav'))).sampleRateHz).toBe(16_000);
    expect(answer.value.bytes).toBe(readFileSync(at('one.wav')).length);
    expect(answer.value.durationMs).toBeGreaterThan(500);
    expect(answer.value.cues.map((cue: { text: string }) => cue.text.toLowerCase())).toEqual(['good', 'evening.']);
    expect(existsSync(home)).toBe(false);
  });

  it('[CLI18] an inline pause is silence of exactly its length, and nothing else of the sound changes', async () => {
    const say = async (pause: string, name: string) => {
      await runJson(['say', `One.${pause}Two.`, '-o', at(name), '--home', home]);
      return readWavSamples(readFileSync(at(name)));
    };
    const short = await say(' <#0.80#> ', 'short.wav');
    const long = await say(' <#1.25#> ', 'long.wav');
    expect(long.length - short.length).toBe(21_600);
    const silences = silentRuns(short, 24_000);
    expect(silences).toHaveLength(1);
    const [{ start, length }] = silences as [{ start: number; length: number }];
    // The words' own edges fade within 5 ms; between them there are 0.8 s of nothing.
    expect(length).toBeGreaterThanOrEqual(38_400);
    expect(length).toBeLessThan(38_400 + 240);
    expect(long.subarray(0, start)).toEqual(short.subarray(0, start));
  });

  it('[CLI18] refuses what the voice cannot do before speaking', async () => {
    const chinese = await runJson(['say', '你好', '-o', at('x.wav'), '--home', home]);
    expect(chinese).toMatchObject({ exitCode: 2, answer: { error: { code: 'provider-error', kind: 'validation' } } });
    const extension = await runJson(['say', 'Hello.', '-o', at('x.xyz'), '--home', home]);
    expect(extension).toMatchObject({ exitCode: 2, answer: { error: { code: 'invalid-input' } } });
    const options = await runJson(['say', 'Hello.', '-o', at('x.wav'), '--options', '{"speed":9}', '--home', home]);
    expect(options).toMatchObject({ exitCode: 2, answer: { error: { code: 'provider-error', kind: 'validation' } } });
    expect(existsSync(at('x.wav'))).toBe(false);
  });
});

describe('the library from the command line', () => {
  it('[CLI19] a script goes in, is listed, comes out the same, and is exported', async () => {
    const imported = await runJson(['import', fixture('two-voices.md'), '--project', 'Tests', '--home', home]);
    expect(imported.answer).toMatchObject({ ok: true, value: { assetIds: [] } });
    const [episodeId] = imported.answer.value.episodeIds;
    const projects = await runJson(['projects', '--home', home]);
    expect(projects.answer.value).toMatchObject([{ name: 'Tests' }]);
    const episodes = await runJson(['episodes', 'Tests', '--home', home]);
    expect(episodes.answer.value).toMatchObject([{ id: episodeId }]);

    await runJson(['script', episodeId, '-o', at('out.md'), '--home', home]);
    await runJson(['import', at('out.md'), '--project', 'Again', '--home', home]);
    const again = await runJson(['episodes', 'Again', '--home', home]);
    await runJson(['script', again.answer.value[0].id, '-o', at('out-again.md'), '--home', home]);
    expect(readFileSync(at('out-again.md'), 'utf8')).toBe(readFileSync(at('out.md'), 'utf8'));

    const exported = await runJson(['export', episodeId, '-o', at('out.wav'), '--home', home]);
    expect(exported.answer).toMatchObject({ ok: true, value: { spoken: 5, reused: 0 } });
    const twice = await runJson(['export', episodeId, '-o', at('out.flac'), '--home', home]);
    expect(twice.answer).toMatchObject({ ok: true, value: { spoken: 0, reused: 5 } });
  });

  it('[CLI19] names that nobody has are said, with what to do', async () => {
    const { exitCode, answer } = await runJson(['episodes', 'Nowhere', '--home', home]);
    expect(exitCode).toBe(1);
    expect(answer.error).toMatchObject({ code: 'not-found' });
    expect(answer.error?.message).toContain('lectern projects');
  });

  it('[CLI1] estimate sends nothing and costs nothing for the built-in voice', async () => {
    writeFileSync(at('new.md'), 'NARRATOR: A sentence that nobody has spoken yet.\n');
    const { answer } = await runJson(['estimate', at('new.md'), '--home', home]);
    expect(answer.value).toMatchObject({
      lines: 1,
      stale: 1,
      byConnection: [{ connection: 'flite', requests: 1, cost: 0 }],
    });
  });

  it('[CLI1] voices lists the five built-in ones and filters them', async () => {
    const { answer } = await runJson(['voices', '--provider', 'flite', '--home', home]);
    expect(answer.value.map((voice: { id: string }) => voice.id).sort()).toEqual(['awb', 'kal', 'kal16', 'rms', 'slt']);
    const found = await runJson(['voices', '--provider', 'flite', '--language', 'en-GB', '--home', home]);
    expect(found.answer.value).toHaveLength(1);
  });

  it('[CLI5] the launcher hands over to the project’s own Node 24 from any other', async () => {
    const launcher = join(ROOT, 'src-main', 'cli', 'launcher.mjs');
    const { stdout } = await promisify(execFile)(foreignNode(), [launcher, 'voices', '--provider', 'flite', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });

  it('[CLI1] doctor says what works', async () => {
    const { answer } = await runJson(['doctor', '--home', home]);
    const names = answer.value.checks.map((check: { name: string }) => check.name);
    expect(names).toEqual(expect.arrayContaining(['node', 'ffmpeg', 'library', 'voices: flite']));
    expect((await runCli(['--version'])).stdout.trim()).toBe(VERSION);
    expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version).toBe(VERSION);
  });
});

/** The machine's own Node, whatever its version: that of the project stands first on the path of every npm script. */
function foreignNode(): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((name) => !name.includes('node_modules'));
  return folders.map((name) => join(name, 'node')).find((path) => existsSync(path)) ?? process.execPath;
}

/** Stretches of at least `minLength` samples below −90 dBFS. */
function silentRuns(samples: Float32Array, minLength: number): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  let start = -1;
  for (let i = 0; i <= samples.length; i++) {
    const isSilent = i < samples.length && Math.abs(samples[i]!) < 3.2e-5;
    if (isSilent && start < 0) start = i;
    if (!isSilent && start >= 0) {
      if (i - start >= minLength) runs.push({ start, length: i - start });
      start = -1;
    }
  }
  return runs;
}
