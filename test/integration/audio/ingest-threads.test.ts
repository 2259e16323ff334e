import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AudioFacts, IngestTargets } from '#core/audio/audio-facts.ts';
import { createIngestAudio } from '#core/audio/ingest-audio.ts';
import { createIngestThreads, type IngestThreads } from '#core/audio/ingest-threads.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import { fakeFfmpeg, makeWithFfmpeg, packagedFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { IngestBench } from '../../helpers/audio-ingest.ts';
import { noise, tone } from '../../helpers/audio-signals.ts';
import { wavFile } from '../../helpers/audio-wav.ts';

let bench: IngestBench;
let threads: IngestThreads;
let asked = 0;
beforeAll(async () => {
  bench = await IngestBench.open();
});
afterAll(() => bench.close());
afterEach(() => threads.close());

function start(getFfmpeg = packagedFfmpeg): IngestThreads {
  asked = 0;
  threads = createIngestThreads(
    () => {
      asked++;
      return getFfmpeg();
    },
    { threads: 2 },
  );
  return threads;
}

const targetsOf = (name: string): IngestTargets => ({
  pcmPath: bench.path(`${name}.pcm`),
  peaksPath: bench.path(`${name}.peaks`),
});
const isThere = (name: string): boolean => Object.values(targetsOf(name)).some((path: string) => existsSync(path));

interface Read {
  readonly facts: AudioFacts;
  readonly pcm: Uint8Array;
  readonly peaks: Uint8Array;
}

async function read(path: string, name: string, ingest = threads.ingest): Promise<Read> {
  const targets = targetsOf(name);
  const facts = await ingest(path, targets);
  return { facts, pcm: await readFile(targets.pcmPath), peaks: await readFile(targets.peaksPath) };
}

const directly = createIngestAudio(packagedFfmpeg);
const rejectionOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('reading in beside the program', () => {
  it('[AUD31] gives the facts and bytes of reading in here; ffmpeg is asked for only where it is needed', async () => {
    start();
    const wav = await bench.write('a.wav', wavFile([tone({ rateHz: 24_000, seconds: 2 })], { rateHz: 24_000 }));
    await makeWithFfmpeg('-i', wav, bench.path('a.mp3'));
    await makeWithFfmpeg('-i', wav, '-ac', '2', bench.path('a.flac'));
    for (const name of ['a.wav', 'a.mp3']) {
      expect(await read(bench.path(name), 'there')).toEqual(await read(bench.path(name), 'here', directly));
    }
    expect(asked).toBe(0);
    expect(await read(bench.path('a.flac'), 'there')).toEqual(await read(bench.path('a.flac'), 'here', directly));
    expect(asked).toBe(1);
  });

  it('[AUD31] many at once are all read, each into its own files', async () => {
    start();
    const sounds = Array.from({ length: 20 }, (_, i) => noise(2_000 + 997 * i));
    const paths = await Promise.all(sounds.map((sound, i) => bench.write(`n${i}.wav`, wavFile([sound]))));
    const all = await Promise.all(paths.map((path, i) => read(path, `many${i}`)));
    expect(all.map(({ facts, pcm }) => [facts.durationSamples, pcm.length])).toEqual(
      sounds.map(({ length }) => [length, 4 * length]),
    );
  });

  it('[AUD32] refusals come over with their code, their words and their details', async () => {
    start();
    const path = await bench.write('story.mp3', Buffer.from('Once upon a time there was no sound at all.'));
    const there = await rejectionOf(threads.ingest(path, targetsOf('none'), { displayName: 'My story' }));
    const here = await rejectionOf(directly(path, targetsOf('none'), { displayName: 'My story' }));
    expect(there).toBeInstanceOf(AppError);
    const { code, message, details } = there as AppError;
    expect({ code, message, details }).toEqual({
      code: 'unsupported-audio',
      message: (here as AppError).message,
      details: (here as AppError).details,
    });
    expect(message).toContain('My story');
    const missing = start(() => Promise.reject(new AppError({ code: 'ffmpeg-missing', message: 'There is none.' })));
    const unknown = await bench.write('what.bin', noise(5_000) as unknown as Uint8Array);
    expect(await rejectionOf(missing.ingest(unknown, targetsOf('none')))).toMatchObject({ code: 'ffmpeg-missing' });
    expect(isThere('none')).toBe(false);
  });

  it('[AUD32] cancelling ends it at once, ffmpeg too, and nothing is left', async () => {
    const started = bench.path('started');
    start(() => fakeFfmpeg(bench.folder, `touch ${started}; exec sleep 60`));
    const source = bench.path('slow.flac');
    await writeFile(source, Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(9_000)]));
    const stop = new AbortController();
    const reading = rejectionOf(threads.ingest(source, targetsOf('slow'), { signal: stop.signal }));
    while (!existsSync(started)) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await reading).toBeInstanceOf(Cancelled);
    expect(isThere('slow')).toBe(false);
    // The thread goes on with the next.
    const wav = await bench.write('next.wav', wavFile([noise(3_000)]));
    expect((await read(wav, 'next')).facts.durationSamples).toBe(3_000);
  });

  it('[AUD32] closing cancels what is being read and what waits', async () => {
    start();
    const wav = await bench.write('long.wav', wavFile([noise(3_000_000)]));
    const all = Array.from({ length: 12 }, (_, i) => rejectionOf(threads.ingest(wav, targetsOf(`long${i}`))));
    await threads.close();
    const answers = await Promise.all(all);
    expect(answers.every((error) => error instanceof Cancelled)).toBe(true);
    expect(Array.from({ length: 12 }, (_, i) => isThere(`long${i}`))).not.toContain(true);
  });
});
