import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, runCli, runJson } from '../../helpers/run-cli.ts';

const FFPROBE = createRequire(import.meta.url)('@ffprobe-installer/ffprobe').path as string;
const folder = mkdtempSync(join(tmpdir(), 'lectern-cli-'));
const home = join(folder, 'library');
const at = (...parts: string[]): string => join(folder, ...parts);

const SCRIPT = `---
title: Two Short Chapters
author: Tests
language: en
cast:
  NARRATOR: flite/rms
  MARA: flite/slt
tracks:
  music: { gain: -8dB, duck: 12dB }
---

# One: the quay

![bed](bed.wav){track=music under loop fade-in=0.5s fade-out=1s}

NARRATOR: The last ferry left at nine. <#0.80#> It was already ten past.

MARA (tired): You said you would wait for me.

# Two: the crossing

NARRATOR: Nobody had waited for anybody that year.

[pause 1.5s]

MARA: Then I will row.
`;

interface Probe {
  readonly format: { readonly duration: string; readonly tags: Record<string, string> };
  readonly streams: readonly Record<string, string>[];
  readonly chapters: readonly {
    readonly start_time: string;
    readonly end_time: string;
    readonly tags: { title: string };
  }[];
}

function probe(file: string): Probe {
  const parameters = ['-v', 'error', '-show_format', '-show_streams', '-show_chapters', '-of', 'json', file];
  return JSON.parse(execFileSync(FFPROBE, parameters, { encoding: 'utf8' }));
}

beforeAll(() => {
  mkdirSync(at('out'), { recursive: true });
  writeFileSync(at('script.md'), SCRIPT);
  // Two seconds of a quiet fifth, 48 kHz 16-bit stereo.
  const frames = 96_000;
  const wav = Buffer.alloc(44 + frames * 4);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + frames * 4, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(48_000, 24);
  wav.writeUInt32LE(192_000, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(frames * 4, 40);
  for (let n = 0; n < frames; n++) {
    const t = n / 48_000;
    wav.writeInt16LE(Math.round(2_500 * Math.sin(2 * Math.PI * 220 * t)), 44 + n * 4);
    wav.writeInt16LE(Math.round(2_500 * Math.sin(2 * Math.PI * 330 * t)), 46 + n * 4);
  }
  writeFileSync(at('bed.wav'), wav);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('render: from a script to a finished episode', () => {
  it('[CLI10] writes a mastered, chaptered, captioned mp3 and says so as JSON', async () => {
    const { exitCode, answer, stderr } = await runJson([
      ...['render', at('script.md'), '-o', at('out', 'episode.mp3'), '--home', home],
      ...[
        '--captions',
        'srt,vtt',
        '--chapters-json',
        '--report',
        at('out', 'report.json'),
        '--stems',
        at('out', 'stems'),
      ],
    ]);
    expect(answer).toMatchObject({ ok: true });
    expect(exitCode).toBe(0);
    expect(answer.value).toMatchObject({ lines: 4, spoken: 4, reused: 0, chapters: 2, billedCharacters: 0 });
    expect(answer.value.file).toBe(at('out', 'episode.mp3'));
    expect(answer.value.loudness.integratedLufs).toBeGreaterThan(-16.5);
    expect(answer.value.loudness.integratedLufs).toBeLessThan(-15.5);
    expect(answer.value.loudness.truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(answer.value.checks.every((check: { pass: boolean }) => check.pass)).toBe(true);
    for (const line of stderr.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();

    const probed = probe(at('out', 'episode.mp3'));
    expect(probed.chapters.map((chapter) => chapter.tags.title)).toEqual(['One: the quay', 'Two: the crossing']);
    expect(Number(probed.chapters[0]?.start_time)).toBe(0);
    expect(probed.format.tags).toMatchObject({ title: 'Two Short Chapters', artist: 'Tests' });
    expect(Math.abs(Number(probed.format.duration) * 1000 - answer.value.durationMs)).toBeLessThan(60);

    const { WebVTTParser } = await import('webvtt-parser');
    const captions = new WebVTTParser().parse(readFileSync(at('out', 'episode.vtt'), 'utf8'), 'subtitles');
    expect(captions.errors).toEqual([]);
    expect(captions.cues.at(-1)?.endTime).toBeLessThanOrEqual(answer.value.durationMs / 1000);
    expect(readFileSync(at('out', 'episode.srt'), 'utf8')).toContain('MARA: ');
    const chapters = JSON.parse(readFileSync(at('out', 'episode.chapters.json'), 'utf8'));
    expect(chapters).toMatchObject({ version: '1.2.0', chapters: [{ startTime: 0 }, { title: 'Two: the crossing' }] });
    expect(JSON.parse(readFileSync(at('out', 'report.json'), 'utf8')).checks.length).toBeGreaterThan(2);
    expect(readdirSync(at('out', 'stems')).length).toBe(3);
  });

  it('[CLI11] rendering again speaks nothing and gives the same bytes', async () => {
    const { answer } = await runJson(['render', at('script.md'), '-o', at('out', 'again.mp3'), '--home', home]);
    expect(answer.value).toMatchObject({ spoken: 0, reused: 4 });
    expect(readFileSync(at('out', 'again.mp3')).equals(readFileSync(at('out', 'episode.mp3')))).toBe(true);
  });

  it('[CLI11] a changed line is the only one spoken; a changed pause or gain speaks nothing', async () => {
    writeFileSync(at('changed.md'), SCRIPT.replace('Then I will row.', 'Then I will swim.').replace('0.80', '1.90'));
    const { answer } = await runJson(['render', at('changed.md'), '-o', at('out', 'changed.wav'), '--home', home]);
    expect(answer.value).toMatchObject({ spoken: 1, reused: 3 });
  });

  it.each(['m4b', 'm4a', 'opus', 'flac', 'wav'])(
    '[CLI12] writes %s with chapters that other programs read',
    async (format) => {
      const file = at('out', `episode.${format}`);
      const { answer } = await runJson(['render', at('script.md'), '-o', file, '--home', home]);
      expect(answer).toMatchObject({ ok: true });
      if (format === 'wav') expect(readFileSync(file).includes('Two: the crossing')).toBe(true);
      else
        expect(probe(file).chapters.map((chapter) => chapter.tags.title)).toEqual([
          'One: the quay',
          'Two: the crossing',
        ]);
    },
  );

  it.each(['m4b', 'm4a'])(
    '[CLI12] %s has the bit rate of its preset, or less where the sound does not need it',
    async (format) => {
      const file = at('out', `rate.${format}`);
      await runJson(['render', at('script.md'), '-o', file, '--home', home, '--preset', 'apple-podcasts']);
      const sound = probe(file).streams.find(({ codec_name }) => codec_name === 'aac');
      expect(Number(sound?.bit_rate)).toBeLessThan(192_000 * 1.12);
      expect(Number(sound?.bit_rate)).toBeGreaterThan(96_000);
    },
  );

  it('[CLI13] the ACX preset makes a file a chapter, each within every limit', async () => {
    const { answer } = await runJson([
      ...['render', at('script.md'), '-o', at('out', 'book.mp3'), '--home', home, '--preset', 'acx'],
    ]);
    expect(answer).toMatchObject({ ok: true });
    expect(answer.value.checks.filter((check: { pass: boolean }) => !check.pass)).toEqual([]);
    const files = readdirSync(at('out', 'book')).sort();
    expect(files).toEqual(['01 One the quay.mp3', '02 Two the crossing.mp3']);
    const checked = await runJson(['check', at('out', 'book', files[1] ?? ''), '--preset', 'acx']);
    expect(checked).toMatchObject({ exitCode: 0, answer: { ok: true } });
    expect(answer.value.warnings.join(' ')).toMatch(/ACX|narrat/i);
  });

  it('[CLI14] check fails with exit 1 and the numbers when a rule is broken', async () => {
    const { exitCode, answer } = await runJson(['check', at('out', 'episode.mp3'), '--preset', 'acx']);
    expect(exitCode).toBe(1);
    expect(answer.ok).toBe(true);
    expect(answer.value.checks.some((check: { pass: boolean }) => !check.pass)).toBe(true);
  });
});

describe('render: what is broken is said, and leaves nothing behind', () => {
  const fixtures = join(ROOT, 'test', 'fixtures', 'scripts');

  it.each([
    ['broken-front-matter-key.md', /broken-front-matter-key\.md:3/, 2],
    ['broken-missing-sound.md', /broken-missing-sound\.md:10/, 1],
    ['broken-outside-sound.md', /broken-outside-sound\.md:10/, 2],
    ['broken-pause.md', /broken-pause\.md:10/, 2],
    ['broken-html.md', /broken-html\.md:10/, 2],
    ['broken-front-matter-open.md', /broken-front-matter-open\.md:1/, 2],
  ])('[CLI15] %s names file and line', async (name, message, expected) => {
    const file = at('broken', `${name}.mp3`);
    const { exitCode, answer } = await runJson(['render', join(fixtures, name), '-o', file, '--home', home]);
    expect(answer.error?.message).toMatch(message);
    expect(exitCode).toBe(expected);
    expect(existsSync(at('broken'))).toBe(false);
  });

  it('[CLI15] a voice that does not exist is named before anything is spoken', async () => {
    writeFileSync(at('nobody.md'), SCRIPT.replace('flite/slt', 'flite/nobody'));
    const { answer, exitCode } = await runJson(['render', at('nobody.md'), '-o', at('out', 'n.mp3'), '--home', home]);
    expect(answer.error).toMatchObject({ code: 'provider-error', kind: 'voice_not_found' });
    expect(answer.error?.message).toContain('nobody');
    expect(exitCode).toBeGreaterThan(0);
  });

  it('[CLI15] a truncated sound file is refused with its lengths', async () => {
    mkdirSync(at('cut'), { recursive: true });
    cpSync(at('script.md'), at('cut', 'script.md'));
    const whole = readFileSync(at('bed.wav'));
    writeFileSync(at('cut', 'bed.wav'), whole.subarray(0, whole.length / 3));
    const { answer, exitCode } = await runJson([
      'render',
      at('cut', 'script.md'),
      '-o',
      at('cut', 'x.mp3'),
      '--home',
      home,
    ]);
    expect(answer.error?.message).toMatch(/script\.md:14.*bed\.wav/s);
    expect(exitCode).toBe(1);
    expect(readdirSync(at('cut')).sort()).toEqual(['bed.wav', 'script.md']);
  });

  it('[CLI15] an unwritable folder, a missing ffmpeg and a full disk', async () => {
    writeFileSync(at('a-file'), 'not a folder');
    const target = at('a-file', 'episode.mp3');
    const unwritable = await runJson(['render', at('script.md'), '-o', target, '--home', home]);
    expect(unwritable.answer.error).toMatchObject({ code: 'file-unwritable' });
    expect(unwritable.answer.error?.message).toContain(target);

    const ffmpeg = at('no-such-ffmpeg');
    const output = ['-o', at('out', 'none.mp3'), '--home', home];
    const missing = await runJson(['render', at('script.md'), ...output, '--ffmpeg', ffmpeg]);
    expect(missing.answer.error).toMatchObject({ code: 'ffmpeg-missing' });
    expect(missing.answer.error?.message).toContain(ffmpeg);

    const before = readdirSync(at('out')).sort();
    const full = await runJson(['render', at('script.md'), '-o', at('out', 'full.wav'), '--home', home], {
      fileSizeLimitKiB: 600,
    });
    expect(full.answer.error).toMatchObject({ code: 'disk-full' });
    expect(readdirSync(at('out')).sort()).toEqual(before);
  });

  it('[CLI15] a script of 100 MB is refused with the limit', async () => {
    writeFileSync(at('huge.md'), 'A line that goes on. '.repeat(5_000_000));
    const { answer, exitCode } = await runJson(['render', at('huge.md'), '-o', at('out', 'huge.mp3'), '--home', home]);
    rmSync(at('huge.md'));
    expect(exitCode).toBe(2);
    expect(answer.error).toMatchObject({ code: 'invalid-input' });
    expect(answer.error?.message).toMatch(/huge\.md.*MB/s);
  });

  it('[CLI16] Ctrl+C stops with 130 and leaves no partial file', async () => {
    const before = readdirSync(at('out')).sort();
    const { exitCode, stdout } = await runCli(
      ['render', at('script.md'), '-o', at('out', 'stopped.mp3'), '--home', home, '--json'],
      { interruptAt: /"stage":"(mix|measure|master|encode)/ },
    );
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(readdirSync(at('out')).sort()).toEqual(before);
    const again = await runJson(['render', at('script.md'), '-o', at('out', 'stopped.mp3'), '--home', home]);
    expect(again.answer.ok).toBe(true);
  });

  it('[CLI17] a line that cannot be had stops the export with a list; a draft says what is silent', async () => {
    writeFileSync(at('draft.md'), SCRIPT.replace('bed.wav', 'gone.wav'));
    const refused = await runJson(['render', at('draft.md'), '-o', at('out', 'd.mp3'), '--home', home]);
    expect(refused.exitCode).toBe(1);
    const draft = await runJson(['render', at('draft.md'), '-o', at('out', 'd.mp3'), '--home', home, '--draft']);
    expect(draft.answer.ok).toBe(true);
    expect(draft.answer.value.warnings.join('\n')).toMatch(/gone\.wav/);
  });
});

describe('usage', () => {
  it('[CLI1] an unknown option and a missing one exit 2 and name the nearest', async () => {
    const unknown = await runCli(['render', 'x.md', '-o', 'y.mp3', '--pre-set', 'acx']);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toMatch(/unknown option '--pre-set'.*--preset/s);
    const missing = await runJson(['render', 'x.md']);
    expect(missing.exitCode).toBe(2);
    expect(missing.answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  it('[CLI4] every command has help with an example, and starts without loading the core', async () => {
    const started = performance.now();
    const { exitCode, stdout } = await runCli(['--help']);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(exitCode).toBe(0);
    const names = Array.from(stdout.matchAll(/^ {2}([a-z]+) /gm), (match) => match[1] ?? '');
    expect(names).toEqual(expect.arrayContaining(['render', 'say', 'estimate', 'voices', 'check', 'import', 'doctor']));
    const help = await runCli(['render', '--help']);
    expect(help.stdout).toMatch(/Example:\n {2}lectern render/);
  });
});
