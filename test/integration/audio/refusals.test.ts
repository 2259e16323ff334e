import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FfmpegLocation } from '#core/audio/ffmpeg-location.ts';
import { fakeFfmpeg, ffmpegsHere, makeWithFfmpeg } from '../../helpers/audio-ffmpeg.ts';
import { IngestBench } from '../../helpers/audio-ingest.ts';
import { id3Tag, mp3Frames } from '../../helpers/audio-mp3.ts';
import { noise } from '../../helpers/audio-signals.ts';
import { wavFile } from '../../helpers/audio-wav.ts';

let bench: IngestBench;
let programs: readonly FfmpegLocation[];
/** Six seconds of noise, which no codec makes small. */
const sound = noise(264_600, -20);
beforeAll(async () => {
  bench = await IngestBench.open();
  programs = await ffmpegsHere();
  const source = await bench.write('source.wav', wavFile([sound], { rateHz: 44_100 }));
  for (const [name, ...options] of [
    ['whole.mp3', '-b:a', '128k'],
    ['whole.flac'],
    ['whole.m4a', '-c:a', 'aac'],
    ['fast.m4a', '-c:a', 'aac', '-movflags', '+faststart'],
    ['whole.ogg', '-c:a', 'libvorbis'],
    ['whole.opus', '-c:a', 'libopus'],
    ['whole.aiff'],
    ['whole.webm', '-c:a', 'libopus'],
  ] as const) {
    await makeWithFfmpeg('-i', source, ...options, bench.path(name));
  }
});
afterAll(() => bench.close());

const unsupported = (what: string) => ({ code: 'unsupported-audio', message: expect.stringContaining(what) });
const truncated = (what: string | RegExp) => ({ code: 'truncated-audio', message: expect.stringMatching(what) });

describe('what is not sound', () => {
  it.each([
    ['empty.mp3', Buffer.alloc(0), 'it is empty'],
    ['text.mp3', Buffer.from('To be, or not to be'), 'it is text ("To be, or not to be")'],
    ['error.wav', Buffer.from('{"error":"quota exceeded"}'), 'it is text ("{"error":"quota exceeded"}")'],
    ['picture.mp3', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 'it is a PNG picture'],
    ['tag.mp3', id3Tag(5000), 'it is only a tag, without sound'],
    ['tagged.mp3', Buffer.concat([id3Tag(100), Buffer.alloc(9000)]), 'no MP3 sound was found'],
    ['none.wav', wavFile([[]]), 'it has no sound in it'],
    ['header.wav', wavFile([[0, 0, 0]]).subarray(0, 30), 'it is a WAV file without sound in it'],
    ['slow.wav', wavFile([[0.1, 0.2]], { rateHz: 1 }), 'it claims a sample rate of 1 Hz'],
    ['fast.wav', wavFile([[0.1, 0.2]], { rateHz: 4_000_000_000 }), 'it claims a sample rate of 4000000000 Hz'],
    ['many.wav', wavFile(Array.from({ length: 100 }, () => [0.1])), 'it claims 100 channels'],
    ['mixed.mp3', Buffer.concat([mp3Frames(20), mp3Frames(20, { rateIndex: 1 })]), 'it changes from 44100 to 48000 Hz'],
  ])('[AUD21] %s is refused with the reason', async (name, bytes, reason) => {
    const error = await bench.refusal(await bench.write(name, bytes));
    expect(error).toMatchObject(unsupported(`${name} cannot be used: ${reason}`));
  });

  it('[AUD21] noise without any form is refused by every ffmpeg in the same words', async () => {
    const bytes = Buffer.from(noise(20_000, 0).map((value) => value * 128)).subarray(0, 20_000);
    bytes[0] = 0;
    const path = await bench.write('rubbish.mp3', bytes);
    for (const program of programs) {
      expect(await bench.refusal(path, program)).toMatchObject(unsupported('it is not a sound file, or badly damaged'));
    }
  });

  it('[AUD21] a broken ffmpeg is not the file’s fault', async () => {
    const crashing = await fakeFfmpeg(bench.folder, 'kill -SEGV $$', 'crashing');
    expect(await bench.refusal(bench.path('whole.flac'), crashing)).toMatchObject({ code: 'ffmpeg-failed' });
  });

  it('[AUD11] a playlist cannot name files to be read', async () => {
    const list = `ffconcat version 1.0\nfile '${bench.path('source.wav')}'\n`;
    expect(await bench.refusal(await bench.write('list.flac', Buffer.from(list)), programs[0]!)).toMatchObject(
      unsupported('it is text'),
    );
  });
});

describe('what is only a part', () => {
  const cut = async (name: string, share: number): Promise<string> => {
    const bytes = await readFile(bench.path(name));
    return bench.write(`cut-${name}`, bytes.subarray(0, Math.floor(bytes.length * share)));
  };

  it('[AUD22] a third of an MP3, whose header still says it is whole', async () => {
    const error = await bench.refusal(await cut('whole.mp3', 1 / 3));
    expect(error).toMatchObject(
      truncated(/cut-whole.mp3 is cut short or damaged: it declares 6\.00 s of sound and holds (1\.9|2\.0)\d s/),
    );
  });

  it('[AUD22] a WAV', async () => {
    expect(await bench.refusal(await cut('source.wav', 0.5))).toMatchObject(
      truncated(/declares 6\.00 s .* holds 3\.00 s/),
    );
  });

  it.each(['whole.flac', 'whole.m4a', 'fast.m4a', 'whole.ogg', 'whole.opus', 'whole.aiff', 'whole.webm'])(
    '[AUD22] %s, cut anywhere',
    async (name) => {
      for (const program of programs) {
        for (const share of [0.3, 0.9]) {
          expect(await bench.refusal(await cut(name, share), program)).toMatchObject(
            truncated('is cut short or damaged'),
          );
        }
      }
    },
  );

  it('[AUD22] an Ogg cut between two pages', async () => {
    const bytes = await readFile(bench.path('whole.opus'));
    const path = await bench.write('between.opus', bytes.subarray(0, bytes.lastIndexOf('OggS')));
    expect(await bench.refusal(path, programs[0]!)).toMatchObject(truncated('before the page that marks its end'));
  });

  it('[AUD22] a hole in the middle', async () => {
    for (const name of ['whole.mp3', 'whole.flac']) {
      const bytes = await readFile(bench.path(name));
      bytes.fill(0, bytes.length >> 2, bytes.length >> 1);
      const path = await bench.write(`hole-${name}`, bytes);
      for (const program of programs) {
        expect(await bench.refusal(path, program)).toMatchObject(
          truncated(/declares 6\.00 s of sound and holds 4\.\d\d s/),
        );
      }
    }
  });

  it('[AUD22] less than 50 ms missing is a matter of the last frame', async () => {
    const declaredDataBytes = 2 * 48_000;
    const wav = (frames: number): Buffer => wavFile([noise(frames)], { declaredDataBytes });
    expect((await bench.ingest(await bench.write('a.wav', wav(45_600)))).facts.durationSamples).toBe(45_600);
    expect(await bench.refusal(await bench.write('b.wav', wav(45_599)))).toMatchObject(truncated('declares 1.00 s'));
  });
});
