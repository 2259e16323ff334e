/** Looks at finished files with programs that are not ours: ffprobe, and the meters of the packaged ffmpeg. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const FFPROBE = load('@ffprobe-installer/ffprobe').path as string;
const FFMPEG = load('@ffmpeg-installer/ffmpeg').path as string;

export interface ProbedFile {
  readonly format: { readonly duration: string; readonly format_name: string; readonly tags?: Record<string, string> };
  readonly streams: readonly {
    readonly codec_type: string;
    readonly codec_name: string;
    readonly sample_rate?: string;
    readonly channels?: number;
    readonly bits_per_raw_sample?: string;
    readonly tags?: Record<string, string>;
    readonly disposition: { readonly attached_pic: number };
  }[];
  readonly chapters: readonly {
    readonly start_time: string;
    readonly end_time: string;
    readonly tags: { title: string };
  }[];
}

export function probe(path: string): ProbedFile {
  const parameters = ['-v', 'error', '-show_format', '-show_streams', '-show_chapters', '-of', 'json', path];
  return JSON.parse(execFileSync(FFPROBE, parameters, { encoding: 'utf8' }));
}

/** ffmpeg's own BS.1770 meter. Its exit status counts: one that fails still prints a summary. */
export function measuredByFfmpeg(path: string): { readonly integratedLufs: number; readonly truePeakDbtp: number } {
  const parameters = ['-nostdin', '-nostats', '-hide_banner', '-i', path, '-map', '0:a', '-af', 'ebur128=peak=true'];
  const { status, stderr } = spawnSync(FFMPEG, [...parameters, '-f', 'null', '-'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const read = (pattern: RegExp): number => Number(pattern.exec(summary)?.[1] ?? Number.NaN);
  return { integratedLufs: read(/I:\s+(-?[\d.]+) LUFS/), truePeakDbtp: read(/Peak:\s+(-?[\d.]+) dBFS/) };
}

/** All samples of a file, interleaved float. */
export function decodedByFfmpeg(path: string): Float32Array {
  const parameters = ['-nostdin', '-v', 'error', '-i', path, '-map', '0:a', '-f', 'f32le', 'pipe:1'];
  const bytes = execFileSync(FFMPEG, parameters, { maxBuffer: 1 << 28 });
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
