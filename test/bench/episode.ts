import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetState } from '#core/library/assets.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { mediaPath } from '#core/library/media-store.ts';
import type { AssetId, EpisodeId } from '#shared/ids.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import { samplesToSeconds } from '#shared/units.ts';
import { makeEpisode, openCoreAt } from './make-episode.ts';
import type { BenchModule } from './run.ts';

interface Once {
  readonly seconds: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly durationSeconds: number;
  readonly ownMegabytes: number;
  readonly childMegabytes: number;
  readonly ffmpegPath: string;
}

const LINES_PER_HOUR = 800;

export const title = 'An episode from its clips to a mastered mp3 of 192 kbps, against ffmpeg';

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
      const ours = exportOnce(home, episodeId, mp3);
      const ffmpeg = ours.ffmpegPath;
      if (round === 0) {
        runFfmpeg(ffmpeg, ['-i', mp3, '-f', 'f32le', '-ar', '48000', '-ac', '2', pcm]);
      }
      const alone = timed(() =>
        runFfmpeg(ffmpeg, [
          ...['-f', 'f32le', '-ar', '48000', '-ac', '2', '-i', pcm],
          ...['-c:a', 'libmp3lame', '-b:a', '192k', '-flush_packets', '0', join(folder, 'alone.mp3')],
        ]),
      );
      const chain = await ffmpegChain(home, episodeId, folder, ffmpeg);
      print(
        `${seconds(ours.durationSeconds)} of sound: Lectern ${seconds(ours.seconds)} (${stagesOf(ours)}); ` +
          `ffmpeg encoding the finished samples alone ${seconds(alone)}: ratio ${(ours.seconds / alone).toFixed(2)}`,
      );
      print(
        `ffmpeg with concat, sidechaincompress and loudnorm ${seconds(chain)}: Lectern is ${(chain / ours.seconds).toFixed(2)} times as fast`,
      );
      print(
        `most memory: Lectern ${Math.round(ours.ownMegabytes)} MB, its ffmpeg ${Math.round(ours.childMegabytes)} MB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export function exportOnce(home: string, episodeId: EpisodeId, outputPath: string): Once {
  const script = join(import.meta.dirname, 'export-once.ts');
  return JSON.parse(execFileSync(process.execPath, [script, home, episodeId, outputPath], { encoding: 'utf8' }));
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

function stagesOf({ stages }: Once): string {
  return Object.entries(stages)
    .filter(([, spent]) => spent >= 0.05)
    .map(([name, spent]) => `${name} ${spent.toFixed(1)}`)
    .join(', ');
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
