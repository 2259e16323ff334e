import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '#core/audio/decode-audio.ts';
import { packagedFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { IngestBench } from '../../helpers/audio-ingest.ts';
import { mp3Frames } from '../../helpers/audio-mp3.ts';
import { noise } from '../../helpers/audio-signals.ts';
import { wavFile } from '../../helpers/audio-wav.ts';

const run = promisify(execFile);
const CHILD = join(import.meta.dirname, '../../helpers/audio-ingest-child.ts');

let bench: IngestBench;
beforeAll(async () => {
  bench = await IngestBench.open();
});
afterAll(() => bench.close());

interface Answer {
  readonly facts?: { readonly durationSamples: number };
  readonly code?: string;
  readonly peakMemoryMb: number;
}

async function ingestInChild(source: string, shellBefore = ':'): Promise<Answer> {
  const { pcmPath, peaksPath } = bench.targets;
  const script = `${shellBefore}; exec "$0" "$@"`;
  const { stdout } = await run('/bin/sh', ['-c', script, process.execPath, CHILD, source, pcmPath, peaksPath]);
  await rm(pcmPath, { force: true });
  return JSON.parse(stdout);
}

/** Eight-bit noise of any length, written a minute at a time. */
async function longWav(name: string, minutes: number): Promise<string> {
  const minute = wavFile([noise(60 * 48_000)], { encoding: 'u8' });
  const file = await open(bench.path(name), 'w');
  // An open length: the reader goes on to the end.
  const header = Buffer.from(minute.subarray(0, 44));
  header.writeUInt32LE(0xffff_ffff, 40);
  await file.write(header);
  for (let i = 0; i < minutes; i++) await file.write(minute, 44);
  await file.close();
  return bench.path(name);
}

describe('limits of the machine', () => {
  it('[AUD27] memory does not grow with the length', async () => {
    const short = await ingestInChild(await longWav('one-minute.wav', 1));
    const long = await ingestInChild(await longWav('fifteen-minutes.wav', 15));
    expect(long.facts?.durationSamples).toBe(15 * 60 * 48_000);
    // Held in memory, the decoded sound alone would be 160 MB more.
    expect(long.peakMemoryMb - short.peakMemoryMb).toBeLessThan(60);
  });

  it('[AUD26] a disk that is full is told as such, and nothing is left', async () => {
    // 2,000 blocks of at most a kilobyte in one file: fewer than the 11 MB that a minute takes.
    const answer = await ingestInChild(await longWav('one-minute.wav', 1), 'ulimit -f 2000');
    expect(answer.code).toBe('disk-full');
    expect(existsSync(bench.targets.pcmPath)).toBe(false);
  });

  it('[AUD26] no file stays open, whatever happens', async () => {
    const openFiles = (): number => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
    const good = await bench.write('good.wav', wavFile([noise(500_000)]));
    const mp3 = await bench.write('good.mp3', mp3Frames(2000));
    const badMp3 = await bench.write('bad.mp3', Buffer.concat([mp3Frames(9), mp3Frames(9, { rateIndex: 1 })]));
    const badWav = await bench.write('bad.wav', wavFile([[1, 2]], { rateHz: 1 }));
    const getFfmpeg = packagedFfmpeg;
    const readNothing = async (path: string): Promise<void> => (await decodeAudio(path, { getFfmpeg })).close();
    const readSome = async (path: string): Promise<void> => {
      for await (const block of (await decodeAudio(path, { getFfmpeg })).blocks) if (block.length > 0) break;
    };
    const failToWrite = (path: string): Promise<unknown> => new IngestBench(bench.path('no/folder')).refusal(path);
    const succeed = (path: string): Promise<unknown> => bench.ingest(path);
    const refuse = (path: string): Promise<unknown> => bench.refusal(path);
    await bench.ingest(good);
    for (const [use, path] of [
      ...[readNothing, readSome, failToWrite, succeed].flatMap((way) => [[way, good] as const, [way, mp3] as const]),
      [refuse, badMp3],
      [refuse, badWav],
    ] as const) {
      const before = openFiles();
      await use(path);
      // At once: the garbage collector would close what was forgotten.
      expect([use.name, path, openFiles()]).toEqual([use.name, path, before]);
    }
  });
});
