import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  makeFolder,
  newTemporaryPath,
  publishFile,
  sweepTemporaryFiles,
  writeFileSafely,
} from '#core/library/safe-file.ts';
import { storageError } from '#core/library/storage-error.ts';
import { isAbandonedTemporary } from '#core/library/temporary-names.ts';
import { AppError, Cancelled } from '#shared/errors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-safe-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function errorOf(action: Promise<unknown>): Promise<unknown> {
  try {
    await action;
  } catch (error) {
    return error;
  }
  return undefined;
}

function withErrno(code: string): Error {
  return Object.assign(new Error(code), { code });
}

async function* failAfter(chunks: readonly string[], error: unknown): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
  throw error;
}

/** Runs a module in a process of its own, after `prepare` in its shell. */
function runScript(script: string, prepare = 'true') {
  return spawnSync('sh', ['-c', `${prepare}; exec "$0" --input-type=module -e "$1"`, process.execPath, script], {
    encoding: 'utf8',
  });
}

/** The id of a process that has ended. */
function deadProcessId(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('writing', () => {
  test.each([
    ['text', 'Nachtfähre'],
    ['bytes', Buffer.from('Nachtfähre')],
    ['a stream', Readable.from([Buffer.from('Nacht'), Buffer.from('fähre')])],
    ['nothing', ''],
  ])('[LIB1] writes %s whole, replaces what was there and leaves nothing else', async (_, data) => {
    const path = join(folder, 'episode.mp3');
    await writeFile(path, 'an older and longer file than the new one');
    const expected = data === '' ? '' : 'Nachtfähre';
    expect(await writeFileSafely(path, data as string)).toBe(Buffer.byteLength(expected));
    expect(await readFile(path, 'utf8')).toBe(expected);
    expect(await readdir(folder)).toEqual(['episode.mp3']);
  });

  test('[LIB1] a source that fails half way leaves the old file and no temporary file', async () => {
    const path = join(folder, 'episode.mp3');
    await writeFile(path, 'old');
    const failure = new Error('the network went away');
    expect(await errorOf(writeFileSafely(path, failAfter(['new ', 'but short'], failure)))).toBe(failure);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['episode.mp3']);
  });

  test('[LIB1] a cancelled write leaves the old file and no temporary file', async () => {
    const path = join(folder, 'episode.mp3');
    const controller = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let count = 0; ; count++) {
        if (count === 3) controller.abort();
        yield Buffer.alloc(1000);
      }
    }
    const write = writeFileSafely(path, endless(), { signal: controller.signal });
    expect(await errorOf(write)).toBeInstanceOf(Cancelled);
    expect(await readdir(folder)).toEqual([]);
  });

  test('[LIB2] a folder that does not exist is named', async () => {
    const error = await errorOf(writeFileSafely(join(folder, 'missing', 'a.mp3'), 'x'));
    expect(error).toMatchObject({ code: 'file-unwritable', message: expect.stringContaining(join(folder, 'missing')) });
    expect(error).toMatchObject({ message: expect.stringContaining('does not exist') });
  });

  test('[LIB2] a folder in the place of the file is refused and kept', async () => {
    const path = join(folder, 'a.mp3');
    await mkdir(path);
    expect(await errorOf(writeFileSafely(path, 'x'))).toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('it is a folder'),
    });
    expect(await readdir(folder)).toEqual(['a.mp3']);
  });

  test.runIf(process.platform !== 'win32')('[LIB2] a device is not replaced by a file', async () => {
    const path = join(folder, 'sink');
    await symlink('/dev/null', path);
    expect(await errorOf(writeFileSafely(path, 'x'))).toMatchObject({ code: 'file-unwritable' });
    expect((await stat(path)).isCharacterDevice()).toBe(true);
  });

  test.runIf(process.platform !== 'win32')('[LIB2] a folder of somebody else is named', async () => {
    await chmod(folder, 0o555);
    const run = runScript(`
      import { writeFileSafely } from '#core/library/safe-file.ts';
      // An administrator may write anywhere.
      if (process.getuid() === 0) process.setuid(65534);
      await writeFileSafely(${JSON.stringify(join(folder, 'a.mp3'))}, 'x').catch((error) => console.log(error.code, error.message));
    `);
    expect(run.stdout).toContain(`file-unwritable Cannot write ${join(folder, 'a.mp3')}: this account may not`);
    await chmod(folder, 0o755);
  });

  test('[LIB2] a folder below a file cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await errorOf(makeFolder(join(folder, 'file', 'below')))).toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining(join(folder, 'file', 'below')),
    });
  });
});

describe('failures of the file system', () => {
  test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('[LIB2] %s while writing is disk-full with the path', (code) => {
    const error = storageError(withErrno(code), '/out/a.mp3', 'write');
    expect(error).toMatchObject({ code: 'disk-full', message: expect.stringContaining('/out/a.mp3') });
  });

  test.each([
    ['EACCES', 'write', 'file-unwritable'],
    ['EROFS', 'write', 'file-unwritable'],
    ['ENOENT', 'read', 'file-unreadable'],
    ['EIO', 'read', 'file-unreadable'],
    ['EUNHEARD', 'write', 'file-unwritable'],
  ] as const)('[LIB2] %s on %s is %s', (errno, action, code) => {
    expect(storageError(withErrno(errno), '/out/a.mp3', action)).toMatchObject({ code, details: { errno } });
  });

  test('[LIB2] what is already typed stays as it is', () => {
    const typed = new AppError({ code: 'truncated-audio', message: 'short' });
    expect(storageError(typed, '/a', 'read')).toBe(typed);
    const cancelled = new Cancelled();
    expect(storageError(cancelled, '/a', 'read')).toBe(cancelled);
  });

  test.runIf(process.platform === 'linux')('[LIB2] a limit on file size is disk-full and leaves the old file', () => {
    const path = join(folder, 'big.bin');
    const run = runScript(
      `
      import { writeFileSafely } from '#core/library/safe-file.ts';
      await writeFileSafely(${JSON.stringify(path)}, 'old');
      await writeFileSafely(${JSON.stringify(path)}, Buffer.alloc(4_000_000)).catch((error) => console.log(error.code));
      `,
      'ulimit -f 1000',
    );
    expect(run.stdout).toBe('disk-full\n');
    return Promise.all([
      expect(readFile(path, 'utf8')).resolves.toBe('old'),
      expect(readdir(folder)).resolves.toEqual(['big.bin']),
    ]);
  });
});

describe('publishing', () => {
  test('[LIB3] a finished temporary file takes the final name', async () => {
    const path = join(folder, 'episode.m4b');
    await writeFile(path, 'old');
    const temporaryPath = newTemporaryPath(path);
    await writeFile(temporaryPath, 'encoded');
    await publishFile(temporaryPath, path);
    expect(await readFile(path, 'utf8')).toBe('encoded');
    expect(await readdir(folder)).toEqual(['episode.m4b']);
  });

  test('[LIB3] a temporary file that cannot be published is removed', async () => {
    const path = join(folder, 'taken');
    await mkdir(join(path, 'below'), { recursive: true });
    const temporaryPath = newTemporaryPath(path);
    await writeFile(temporaryPath, 'encoded');
    expect(await errorOf(publishFile(temporaryPath, path))).toMatchObject({ code: 'file-unwritable' });
    expect(await readdir(folder)).toEqual(['taken']);
  });

  test('[LIB3] temporary names stand beside the target with its extension and differ', () => {
    const first = newTemporaryPath(join(folder, 'a.m4b'));
    expect(dirname(first)).toBe(folder);
    expect(extname(first)).toBe('.m4b');
    expect(newTemporaryPath(join(folder, 'a.m4b'))).not.toBe(first);
    expect(extname(newTemporaryPath(join(folder, 'no extension')))).toBe('.part');
    expect(basename(newTemporaryPath(join(folder, 'x'.repeat(300)))).length).toBeLessThan(100);
  });
});

describe('sweeping', () => {
  test('[LIB4] removes files of dead processes and nothing else', async () => {
    const own = newTemporaryPath(join(folder, 'a.mp3'));
    const abandoned = basename(own).replace(`-${process.pid}-`, `-${deadProcessId()}-`);
    const kept = [basename(own), '.lectern-1-2-notours.part', 'episode.mp3', '.lectern', `${abandoned}.bak.zip`];
    for (const name of [...kept, abandoned]) await writeFile(join(folder, name), '');
    expect(await sweepTemporaryFiles(folder)).toEqual([abandoned]);
    expect((await readdir(folder)).sort()).toEqual(kept.sort());
  });

  test('[LIB4] a file of an earlier process with the same id is abandoned, as in a container', () => {
    const own = basename(newTemporaryPath('/a/b.wav'));
    expect(isAbandonedTemporary(own)).toBe(false);
    expect(isAbandonedTemporary(own.replace(/^(\.lectern-\d+-)\d+/, '$112345'))).toBe(true);
  });

  test('[LIB4] a worker thread of this process counts as this process', async () => {
    const module = new URL('../../../src-main/core/library/temporary-names.ts', import.meta.url).href;
    const worker = new Worker(
      `import(${JSON.stringify(module)}).then(({ newTemporaryPath }) =>
         require('node:worker_threads').parentPort.postMessage(newTemporaryPath('/a/b.wav')))`,
      { eval: true },
    );
    const path = await new Promise<string>((resolve, reject) => worker.on('message', resolve).on('error', reject));
    await worker.terminate();
    expect(isAbandonedTemporary(basename(path))).toBe(false);
  });

  test('[LIB4] a folder that does not exist is clean', async () => {
    expect(await sweepTemporaryFiles(join(folder, 'missing'))).toEqual([]);
  });
});
