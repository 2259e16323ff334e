import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateFfmpeg, requireEncoder } from '#core/audio/ffmpeg-location.ts';
import { fakeFfmpeg, packagedFfmpeg } from '../../helpers/audio-ffmpeg.ts';

let folder: string;
let real: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-ffmpeg-'));
  real = (await packagedFfmpeg()).path;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const noPackages = (): null => null;

describe('finding ffmpeg', () => {
  it('[AUD1] the setting, FFMPEG_PATH, ffmpeg-static, @ffmpeg-installer, PATH, in this order', async () => {
    const named = async (name: string): Promise<string> => (await fakeFfmpeg(folder, '', name)).path;
    const setting = await named('of-setting');
    const FFMPEG_PATH = await named('of-variable');
    const packages: Record<string, string> = {
      'ffmpeg-static': await named('of-static'),
      '@ffmpeg-installer/ffmpeg': await named('of-installer'),
    };
    const PATH = `relative:${join(folder, 'nowhere')}:${folder}`;
    await named('ffmpeg');
    const packagePath = (name: string): string | null => packages[name] ?? null;
    const sourceOf = async (options: Parameters<typeof locateFfmpeg>[0]): Promise<string> =>
      (await locateFfmpeg(options)).source;

    expect(await sourceOf({ setting, environment: { FFMPEG_PATH, PATH }, packagePath })).toBe('setting');
    expect(await sourceOf({ setting: '', environment: { FFMPEG_PATH, PATH }, packagePath })).toBe('FFMPEG_PATH');
    expect(await sourceOf({ environment: { PATH, FFMPEG_PATH: '' }, packagePath })).toBe('ffmpeg-static');
    delete packages['ffmpeg-static'];
    expect(await sourceOf({ environment: { PATH }, packagePath })).toBe('@ffmpeg-installer/ffmpeg');
    const onPath = await locateFfmpeg({ environment: { PATH }, packagePath: noPackages });
    expect(onPath).toMatchObject({ source: 'PATH', path: join(folder, 'ffmpeg'), version: '0-fake' });
  });

  it('[AUD1] a package that does not work is passed over', async () => {
    const broken = join(folder, 'not-there');
    const packagePath = (name: string): string => (name === 'ffmpeg-static' ? broken : real);
    expect(await locateFfmpeg({ environment: {}, packagePath })).toMatchObject({
      source: '@ffmpeg-installer/ffmpeg',
      path: real,
    });
  });

  it('[AUD2] a choice that does not work is an error that names it; nothing else is tried', async () => {
    const gone = join(folder, 'gone');
    const missing = (message: RegExp) => ({ code: 'ffmpeg-missing', message: expect.stringMatching(message) });
    await expect(locateFfmpeg({ setting: gone, environment: {} })).rejects.toMatchObject(
      missing(/settings .*gone does not exist/),
    );
    await expect(locateFfmpeg({ environment: { FFMPEG_PATH: gone } })).rejects.toMatchObject(
      missing(/FFMPEG_PATH .*gone does not exist/),
    );
    await expect(locateFfmpeg({ setting: folder, environment: {} })).rejects.toMatchObject(missing(/may not be run/));
    // A program, and not ffmpeg: Node answers to -version with an error, `true` with nothing.
    await expect(locateFfmpeg({ setting: process.execPath, environment: {} })).rejects.toMatchObject(
      missing(/ends with code 9/),
    );
    await expect(locateFfmpeg({ setting: '/bin/true', environment: {} })).rejects.toMatchObject(missing(/not ffmpeg/));
  });

  it('[AUD3] where there is none, the error lists what was tried', async () => {
    const packagePath = (name: string): string => join(folder, `no-${name.split('/').at(-1)}`);
    await expect(locateFfmpeg({ environment: { PATH: join(folder, 'empty') }, packagePath })).rejects.toMatchObject({
      code: 'ffmpeg-missing',
      message: expect.stringMatching(/no-ffmpeg-static does not exist; .*no-ffmpeg does not exist; .*empty/),
    });
  });

  it('[AUD4] the packaged build has every encoder we use, and one that lacks some says which', async () => {
    const packaged = await packagedFfmpeg();
    expect(packaged.version).toMatch(/\d/);
    for (const encoder of ['libmp3lame', 'aac', 'libopus', 'flac']) requireEncoder(packaged, encoder, 'x');
    const poor = await locateFfmpeg({ setting: (await fakeFfmpeg(folder, '', 'poor')).path, environment: {} });
    requireEncoder(poor, 'flac', 'flac');
    expect(() => requireEncoder(poor, 'libopus', 'opus')).toThrow(
      /version 0-fake.* without libopus and cannot write opus/,
    );
  });
});
