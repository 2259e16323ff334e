import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FfmpegJob, readFfmpeg, runFfmpeg } from '#core/audio/ffmpeg.ts';
import type { FfmpegLocation } from '#core/audio/ffmpeg-location.ts';
import { Cancelled } from '#shared/errors.ts';
import { fakeFfmpeg, ffmpegsHere } from '../../helpers/audio-ffmpeg.ts';

let folder: string;
let programs: readonly FfmpegLocation[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern run '));
  programs = await ffmpegsHere();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const RAW = ['-f', 's16le', '-ar', '48000', '-ac', '1'];
/** Raw sound without an end. */
async function* endless(onPiece: () => void = () => undefined): AsyncGenerator<Uint8Array> {
  for (;;) {
    onPiece();
    yield Buffer.alloc(65_536, 1);
  }
}
async function* of(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
const never = (): Promise<never> => new Promise(() => undefined);
const output = (name: string): string => join(folder, name);
const copyJob = (source: FfmpegJob['inputs'][number]['source'], name: string): FfmpegJob => ({
  inputs: [{ source, options: RAW }],
  outputOptions: ['-f', 's16le'],
  output: output(name),
});

describe('running ffmpeg', () => {
  it('[AUD5] arguments and names arrive as they are, whatever is in them', async () => {
    for (const program of programs) {
      const name = `-a b:c'd"e%03d$HOME;f.wav`;
      const source = output(`in ${name}`);
      await writeFile(source, Buffer.alloc(9600, 1));
      const title = 'one space; $(touch x) "quoted" = #1 \\';
      await runFfmpeg(program, {
        inputs: [{ source, options: RAW }],
        outputOptions: ['-metadata', `title=${title}`, '-metadata', 'artist=two words', '-f', 'wav'],
        output: output(name),
      });
      const bytes = await readFile(output(name), 'latin1');
      expect(bytes).toContain(`INAM`);
      expect(bytes).toContain(title);
      expect(bytes).toContain('two words');
    }
  });

  it('[AUD5] a name without a folder is a name, with a dash or a colon too', async () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      for (const program of programs) {
        for (const [source, target] of [
          ['-i.raw', '-n.raw'],
          ['data:,in.raw', 'pipe:2'],
        ] as const) {
          await writeFile(source, Buffer.alloc(9600, 1));
          await runFfmpeg(program, { ...copyJob(source, ''), output: target });
          expect(await readFile(output(target))).toEqual(Buffer.alloc(9600, 1));
        }
      }
    } finally {
      process.chdir(before);
    }
  });

  it('[AUD5] what goes in by standard input comes out by standard output, to the byte', async () => {
    const pieces = Array.from({ length: 50 }, (_, i) => Buffer.alloc(20_000, i));
    for (const program of programs) {
      const received: Uint8Array[] = [];
      const { stderr } = await runFfmpeg(program, {
        inputs: [{ source: of(...pieces), options: RAW }],
        outputOptions: ['-f', 's16le'],
        output: (chunk) => void received.push(chunk),
      });
      expect(Buffer.concat(received).equals(Buffer.concat(pieces))).toBe(true);
      expect(stderr).toContain('Output #0');
      expect(stderr).not.toMatch(/^size=/m);
    }
  });

  it('[AUD37] the memory of a piece may be used again when the next is asked for', async () => {
    const reused = async function* () {
      const piece = Buffer.alloc(200_000);
      for (let i = 0; i < 40; i++) yield piece.fill(i);
    };
    for (const program of programs) {
      const received: Uint8Array[] = [];
      await runFfmpeg(program, {
        inputs: [{ source: reused(), options: RAW }],
        outputOptions: ['-f', 's16le'],
        output: (chunk) => void received.push(chunk),
      });
      const wanted = Array.from({ length: 40 }, (_, i) => Buffer.alloc(200_000, i));
      expect(Buffer.concat(received).equals(Buffer.concat(wanted))).toBe(true);
    }
  });

  it('[AUD6] input is pulled no faster than ffmpeg takes it, output not faster than it is consumed', async () => {
    const script = await fakeFfmpeg(folder, 'exec cat', 'cat-ffmpeg');
    let pulled = 0;
    const reading = readFfmpeg(script, { inputs: [{ source: endless(() => pulled++) }], outputOptions: [] });
    await reading.next();
    const soon = async (): Promise<number> => {
      // Until nothing moves any more: everything between us and the program is full.
      for (let last = -1; last !== pulled; await wait(100)) last = pulled;
      return pulled;
    };
    const atRest = await soon();
    expect(atRest).toBeLessThan(100);
    for (let i = 0; i < 100; i++) await reading.next();
    expect(await soon()).toBeGreaterThan(atRest);
    await reading.return(undefined);
  });

  it('[AUD7] cancelling ends the process, and the output is gone when the call has ended', async () => {
    for (const program of programs) {
      const controller = new AbortController();
      let pieces = 0;
      const source = endless(() => {
        if (++pieces === 20) controller.abort();
      });
      const job = { ...copyJob(source, 'cancelled.raw'), signal: controller.signal };
      await expect(runFfmpeg(program, job)).rejects.toThrow(Cancelled);
      expect(existsSync(output('cancelled.raw'))).toBe(false);
      await expect(runFfmpeg(program, job)).rejects.toThrow(Cancelled);
    }
  });

  it('[AUD7] a consumer that stops reading ends the process', async () => {
    const pidFile = output('pid');
    const script = await fakeFfmpeg(folder, `echo $$ > '${pidFile}'; exec cat`, 'reader-ffmpeg');
    for await (const chunk of readFfmpeg(script, { inputs: [{ source: endless() }], outputOptions: [] })) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    const pid = Number(await readFile(pidFile, 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('[AUD35] what comes after the process has gone is not lost: its last bytes may still be on their way', async () => {
    // Somebody else holds the same pipe and writes when the process itself has ended.
    const late = '(sleep 0.2; printf "late bytes") 2>/dev/null &';
    const script = await fakeFfmpeg(folder, `printf "early "; ${late} exit 0`, 'early-ffmpeg');
    const chunks: Uint8Array[] = [];
    const job = copyJob(endless(), 'unused.raw');
    for await (const chunk of readFfmpeg(script, { ...job, inputs: [] })) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('early late bytes');
  });

  it('[AUD8] one that does nothing is stopped', async () => {
    const script = await fakeFfmpeg(folder, 'echo started >&2; exec sleep 600', 'hung-ffmpeg');
    const job = { ...copyJob(endless(), 'hung.raw'), idleLimitMs: 300, task: 'encode' };
    await expect(runFfmpeg(script, job)).rejects.toMatchObject({
      code: 'ffmpeg-failed',
      isRetryable: true,
      message: expect.stringContaining('could not encode: it did nothing for 0.3 seconds'),
      details: { stderr: 'started' },
    });
  });

  it('[AUD8] while it waits for us, it may wait', async () => {
    const script = await fakeFfmpeg(folder, 'exec cat', 'patient-ffmpeg');
    async function* slow(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 3; i++) {
        await wait(250);
        yield Buffer.alloc(10, i);
      }
    }
    const received: Uint8Array[] = [];
    await runFfmpeg(script, {
      inputs: [{ source: slow() }],
      outputOptions: [],
      output: async (chunk) => {
        received.push(chunk);
        await wait(250);
      },
      idleLimitMs: 200,
    });
    expect(Buffer.concat(received)).toHaveLength(30);
  });

  it('[AUD9] a failure says what ffmpeg said last, and leaves no file', async () => {
    for (const program of programs) {
      await writeFile(output('bad.flac'), 'fLaC and then nothing that makes sense');
      const job = {
        inputs: [{ source: output('bad.flac') }],
        outputOptions: [],
        output: output('never.wav'),
        task: 'decode bad.flac',
      };
      const error = await runFfmpeg(program, job).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'ffmpeg-failed', isRetryable: false });
      expect(String(error)).toMatch(/could not decode bad.flac \(exited with code 1\): .*bad\.flac/);
      expect(existsSync(output('never.wav'))).toBe(false);
    }
  });

  it('[AUD9] a crash is told by its signal', async () => {
    const script = await fakeFfmpeg(folder, 'echo boom >&2; kill -SEGV $$', 'crashing-ffmpeg');
    await expect(runFfmpeg(script, copyJob(endless(), 'crash.raw'))).rejects.toMatchObject({
      code: 'ffmpeg-failed',
      message: expect.stringMatching(/killed with signal SIGSEGV.*boom/),
    });
  });

  it('[AUD9] one that ends without reading its input is no riddle', async () => {
    const script = await fakeFfmpeg(folder, 'echo no thanks >&2; exit 3', 'refusing-ffmpeg');
    await expect(runFfmpeg(script, copyJob(endless(), 'refused.raw'))).rejects.toMatchObject({
      code: 'ffmpeg-failed',
      message: expect.stringMatching(/exited with code 3\): no thanks/),
    });
  });

  it('[AUD9] a program that is gone is missing', async () => {
    const gone = { ...programs[0]!, path: output('gone') };
    const job = copyJob(of(Buffer.alloc(10)), 'x.raw');
    await expect(runFfmpeg(gone, job)).rejects.toMatchObject({ code: 'ffmpeg-missing' });
    const reading = readFfmpeg(gone, { inputs: [], outputOptions: [] });
    await expect(reading.next()).rejects.toMatchObject({ code: 'ffmpeg-missing' });
  });

  it('[AUD9] what the input throws comes out, and no shortened file is left', async () => {
    for (const program of programs) {
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield Buffer.alloc(500_000, 1);
        throw new RangeError('the mixer failed');
      }
      await expect(runFfmpeg(program, copyJob(failing(), 'short.raw'))).rejects.toThrow(
        new RangeError('the mixer failed'),
      );
      expect(existsSync(output('short.raw'))).toBe(false);
    }
  });

  it('[AUD9] what the consumer throws comes out, and the process ends', async () => {
    const job = {
      inputs: [{ source: endless(), options: RAW }],
      outputOptions: ['-f', 's16le'],
      output: () => Promise.reject(new RangeError('no room')),
    };
    await expect(runFfmpeg(programs[0]!, job)).rejects.toThrow(new RangeError('no room'));
  });

  it('[AUD10] a full disk is told as such, also when the program ends well', async () => {
    const full = await fakeFfmpeg(
      folder,
      'echo "av_interleaved_write_frame(): No space left on device" >&2; exit 0',
      'full-ffmpeg',
    );
    await expect(runFfmpeg(full, copyJob(of(), 'full.raw'))).rejects.toMatchObject({ code: 'disk-full' });
    for (const program of programs) {
      // 512 blocks of 512 bytes are all this account may write into one file.
      const limited = await fakeFfmpeg(folder, `ulimit -f 512; exec '${program.path}' "$@"`, 'limited-ffmpeg');
      await expect(runFfmpeg(limited, copyJob(endless(), 'limited.raw'))).rejects.toMatchObject({ code: 'disk-full' });
      expect(existsSync(output('limited.raw'))).toBe(false);
    }
  });

  it('[AUD11] nothing but files and pipes is opened', async () => {
    const list = output('list.m3u8');
    await writeFile(list, '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n');
    for (const program of programs) {
      const job = { inputs: [{ source: list, options: ['-f', 'hls'] }], outputOptions: [], output: output('net.wav') };
      const error = await runFfmpeg(program, job).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'ffmpeg-failed' });
      expect(JSON.stringify(error)).toMatch(/not on whitelist 'file,pipe'/);
    }
  });

  it('[AUD7] cancelling a program that neither reads nor writes does not wait for it', async () => {
    const script = await fakeFfmpeg(folder, 'exec sleep 600', 'sleeping-ffmpeg');
    const controller = new AbortController();
    async function* silent(): AsyncGenerator<Uint8Array> {
      setImmediate(() => controller.abort());
      yield await never();
    }
    const job = { ...copyJob(silent(), 'sleep.raw'), signal: controller.signal };
    await expect(runFfmpeg(script, job)).rejects.toThrow(Cancelled);
    await expect(stat(output('sleep.raw'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
