import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { assetState } from '#core/library/assets.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { mediaPath } from '#core/library/media-store.ts';
import type { AssetId, EpisodeId } from '#shared/ids.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import { samplesToSeconds } from '#shared/units.ts';
import { makeEpisode, openCoreAt } from './make-episode.ts';
import type { BenchModule } from './run.ts';

export interface Once {
  readonly seconds: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly durationSeconds: number;
  /** Of the process and its encoders together, at most. */
  readonly megabytes: number;
  readonly ffmpegPath: string;
  readonly gain: { readonly db: number; readonly isKept: boolean; readonly reason: string };
}

const LINES_PER_HOUR = 800;
const PCM = ['-f', 'f32le', '-ar', '48000', '-ac', '2'];
const FRAME_BYTES = 8;

export const title =
  'An episode from its clips to a mastered mp3 of 192 kbps, against the machine’s limit (an encoder on every core) and ffmpeg';

export const run: BenchModule['run'] = async ({ minutes, rounds }, print) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
  try {
    const lines = Math.round((LINES_PER_HOUR * minutes) / 60);
    const speakingStarted = performance.now();
    const { home, episodeId } = await makeEpisode(folder, lines);
    print(`${lines} lines spoken by the built-in voices in ${seconds((performance.now() - speakingStarted) / 1000)}`);
    const pcm = join(folder, 'finished.f32');
    for (let round = 0; round < rounds; round++) {
      const mp3 = join(folder, 'bench.mp3');
      forgetSegments(home);
      const ours = exportOnce(home, episodeId, mp3);
      const ffmpeg = ours.ffmpegPath;
      if (round === 0) runFfmpeg(ffmpeg, ['-i', mp3, ...PCM, pcm]);
      const limit = await encodeParts(ffmpeg, pcm, availableParallelism());
      const alone = await encodeParts(ffmpeg, pcm, 1);
      const chain = await ffmpegChain(home, episodeId, folder, ffmpeg);
      print(`${seconds(ours.durationSeconds)} of sound: Lectern ${seconds(ours.seconds)} (${stagesOf(ours)})`);
      print(
        `${availableParallelism()} encoders at once on equal parts of the finished samples ${seconds(limit)}: ` +
          `ratio ${(ours.seconds / limit).toFixed(2)} (wanted: 1.15)`,
      );
      print(`one encoder alone ${seconds(alone)}: ratio ${(ours.seconds / alone).toFixed(2)} (wanted: 1)`);
      print(
        `ffmpeg with concat, sidechaincompress and loudnorm ${seconds(chain)}: Lectern is ${(chain / ours.seconds).toFixed(2)} times as fast (wanted: 4)`,
      );
      print(`most memory, encoders included: ${Math.round(ours.megabytes)} MB`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export function exportOnce(home: string, episodeId: EpisodeId, outputPath: string, ...more: readonly string[]): Once {
  const script = join(import.meta.dirname, 'export-once.ts');
  const parameters = [script, home, episodeId, outputPath, ...more];
  // As the command line starts it.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'lectern-bench-compiled') };
  return JSON.parse(execFileSync(process.execPath, parameters, { encoding: 'utf8', maxBuffer: 1 << 26, env }));
}

/** As if it had never been exported. */
export function forgetSegments(home: string): void {
  rmSync(join(home, 'cache', 'segments'), { recursive: true, force: true });
}

/** As many encoders at once as parts. Answers how long they took. */
async function encodeParts(ffmpeg: string, pcm: string, parts: number): Promise<number> {
  const frames = statSync(pcm).size / FRAME_BYTES;
  const files = Array.from({ length: parts }, (_, part) => {
    const start = Math.floor((frames * part) / parts) * FRAME_BYTES;
    const end = Math.floor((frames * (part + 1)) / parts) * FRAME_BYTES;
    return parts === 1 ? { path: pcm } : { path: `${pcm}.${part}`, start, end };
  });
  for (const { path, start, end } of files) {
    if (start === undefined) continue;
    await pipeline(createReadStream(pcm, { start, end: end - 1, highWaterMark: 1 << 20 }), createWriteStream(path));
  }
  const started = performance.now();
  await Promise.all(
    files.map(async ({ path }) => {
      const output = ['-c:a', 'libmp3lame', '-b:a', '192k', '-flush_packets', '0', `${path}.mp3`];
      const encoder = spawn(ffmpeg, ['-v', 'error', '-nostdin', '-y', ...PCM, '-i', path, ...output], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [code] = await once(encoder, 'close');
      if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
    }),
  );
  const spent = (performance.now() - started) / 1000;
  for (const { path, start } of files) {
    rmSync(`${path}.mp3`);
    if (start !== undefined) rmSync(path);
  }
  return spent;
}

/** The same job by ffmpeg's own means: the clips and the silences between them joined, the bed ducked by them, one-pass loudnorm. */
async function ffmpegChain(home: string, episodeId: EpisodeId, folder: string, ffmpeg: string): Promise<number> {
  const core = openCoreAt(home);
  const list: string[] = [];
  let bed = '';
  const silences = new Map<number, string>();
  try {
    const library = await core.library();
    const { document } = openEpisode(library.db, episodeId);
    const media = openMediaIndex(library.db);
    const { clips } = layOut(document, media);
    const pathOf = (id: AssetId): string => {
      const state = assetState(library.db, id);
      return state ? mediaPath(library, state.stored) : '';
    };
    let at = 0;
    for (const clip of clips) {
      if (clip.assetId === null) continue;
      if (clip.kind === 'sound') {
        bed = pathOf(clip.assetId);
        continue;
      }
      const gap = Math.max(1, Math.round((samplesToSeconds(clip.startSample) - at) * 100));
      if (!silences.has(gap)) silences.set(gap, join(folder, `silence-${gap}.wav`));
      list.push(`file '${silences.get(gap)}'`, `file '${pathOf(clip.assetId)}'`);
      at = samplesToSeconds(clip.startSample) + samplesToSeconds(clip.durationSamples);
    }
  } finally {
    await core.close();
  }
  for (const [gap, path] of silences) {
    runFfmpeg(ffmpeg, [
      '-f',
      'lavfi',
      '-i',
      'anullsrc=r=16000:cl=mono',
      '-t',
      String(gap / 100),
      '-c:a',
      'pcm_s16le',
      path,
    ]);
  }
  const listFile = join(folder, 'list.txt');
  writeFileSync(listFile, `${list.join('\n')}\n`);
  const graph =
    '[0:a]aresample=48000,aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo,asplit=2[voice][key];' +
    '[1:a]aresample=48000,aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo,volume=-6dB[bed];' +
    '[bed][key]sidechaincompress=threshold=0.02:ratio=8:attack=30:release=500,aformat=channel_layouts=stereo[ducked];' +
    '[voice][ducked]amix=inputs=2:duration=first,loudnorm=I=-16:TP=-1.5,aformat=channel_layouts=stereo[out]';
  return timed(() =>
    runFfmpeg(ffmpeg, [
      ...['-f', 'concat', '-safe', '0', '-i', listFile, '-stream_loop', '-1', '-i', bed],
      ...['-filter_complex', graph, '-map', '[out]', '-ar', '48000', '-c:a', 'libmp3lame', '-b:a', '192k'],
      join(folder, 'chain.mp3'),
    ]),
  );
}

function runFfmpeg(ffmpeg: string, parameters: readonly string[]): void {
  execFileSync(ffmpeg, ['-v', 'error', '-nostdin', '-y', ...parameters], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

export function stagesOf({ stages }: Once): string {
  return Object.entries(stages)
    .filter(([, spent]) => spent >= 0.05)
    .map(([name, spent]) => `${name} ${spent.toFixed(1)}`)
    .join(', ');
}

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
