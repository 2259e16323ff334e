/**
 * Makes the sounds of the sample episode from nothing but arithmetic: `npm run sounds`. The same samples come out every time;
 * a test compares them with the files that are committed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ffmpegInstaller from '@ffmpeg-installer/ffmpeg';
import { PROJECT_RATE_HZ } from '#shared/units.ts';
import { renderSampleSound, SAMPLE_SOUNDS } from './sample-sounds/sample-sounds.ts';

const FOLDER = join(import.meta.dirname, '../../resources/samples/the-night-ferry/sounds');

/** Lossless, so that the committed file still holds the very samples; `bitexact` leaves out the encoder's version. */
function encodeFlac(pcm: Int16Array, path: string): void {
  const partial = `${path}.partial`;
  const input = ['-f', 's16le', '-ar', String(PROJECT_RATE_HZ), '-ac', '2', '-i', 'pipe:0'];
  const output = [
    '-c:a',
    'flac',
    '-compression_level',
    '12',
    '-flags',
    '+bitexact',
    '-fflags',
    '+bitexact',
    '-f',
    'flac',
  ];
  const result = spawnSync(
    ffmpegInstaller.path,
    ['-nostdin', '-v', 'error', '-protocol_whitelist', 'file,pipe', ...input, ...output, '-y', partial],
    { input: new Uint8Array(pcm.buffer), timeout: 60_000, encoding: 'utf8' },
  );
  if (result.status !== 0)
    throw new Error(`ffmpeg could not encode ${path}: ${result.stderr || result.error?.message}`);
  renameSync(partial, path);
}

mkdirSync(FOLDER, { recursive: true });
for (const sound of SAMPLE_SOUNDS) {
  const path = join(FOLDER, sound.fileName);
  encodeFlac(renderSampleSound(sound), path);
  console.log(`${sound.fileName}  ${(statSync(path).size / 1e6).toFixed(2)} MB`);
}
