import { spawnSync } from 'node:child_process';
import ffmpegInstaller from '@ffmpeg-installer/ffmpeg';

/** Runs the ffmpeg that comes with the packages: an opinion about the sample's files that is not our own code's. */
export function runBundledFfmpeg(...options: string[]): { readonly stdout: Buffer; readonly stderr: string } {
  const result = spawnSync(ffmpegInstaller.path, ['-nostdin', '-nostats', '-hide_banner', ...options], {
    maxBuffer: 64 * 2 ** 20,
    timeout: 60_000,
  });
  const stderr = String(result.stderr);
  if (result.status !== 0) throw new Error(`ffmpeg ${options.join(' ')}: ${stderr}`);
  return { stdout: result.stdout, stderr };
}

/** Interleaved 16-bit samples of a file, as it is: no resampling, no mixing. */
export function decodePcm16(path: string): Int16Array {
  const { stdout } = runBundledFfmpeg('-v', 'error', '-i', path, '-f', 's16le', 'pipe:1');
  return new Int16Array(new Uint8Array(stdout).buffer);
}

/** The summary of ffmpeg's meter: integrated loudness in LUFS and sample peak in dBFS. */
export function measureLoudness(path: string): { readonly integratedLufs: number; readonly peakDbfs: number } {
  const { stderr } = runBundledFfmpeg('-i', path, '-af', 'ebur128=peak=sample', '-f', 'null', '-');
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const read = (pattern: RegExp): number => Number(pattern.exec(summary)?.[1] ?? Number.NaN);
  return { integratedLufs: read(/I:\s+(-?[\d.]+) LUFS/), peakDbfs: read(/Peak:\s+(-?[\d.]+) dBFS/) };
}
