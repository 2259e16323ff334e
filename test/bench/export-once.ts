/** One export in a process of its own, so that its memory can be measured: prints one line of JSON. */
import { readdirSync, readFileSync } from 'node:fs';
import { exportEpisode } from '#core/export/export-episode.ts';
import { presetNamed } from '#core/export/presets.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { EpisodeId } from '#shared/ids.ts';
import { openCoreAt } from './make-episode.ts';

const [home = '', episodeId = '', outputPath = ''] = process.argv.slice(2);
const core = openCoreAt(home);
const library = await core.library();
const ffmpeg = await core.ffmpeg();
const stages = new Map<string, number>();
let stage = 'start';
let stageStarted = performance.now();
const children = watchChildren();
const started = performance.now();
const result = await exportEpisode(library, ffmpeg, {
  document: openEpisode(library.db, EpisodeId.parse(episodeId)).document,
  media: openMediaIndex(library.db),
  outputPath,
  preset: presetNamed('apple-podcasts'),
  onProgress: (progress) => {
    if (progress.stage === stage) return;
    close();
    stage = progress.stage;
  },
});
close();
const seconds = (performance.now() - started) / 1000;
await core.close();
process.stdout.write(
  `${JSON.stringify({
    seconds,
    stages: Object.fromEntries(stages),
    durationSeconds: result.durationMs / 1000,
    ownMegabytes: process.resourceUsage().maxRSS / 1024,
    childMegabytes: children.stop(),
    ffmpegPath: ffmpeg.path,
    loudness: result.loudness,
  })}\n`,
);

function close(): void {
  const now = performance.now();
  stages.set(stage, (stages.get(stage) ?? 0) + (now - stageStarted) / 1000);
  stageStarted = now;
}

/** The most memory that processes started by this one hold together (Linux only; elsewhere 0). */
function watchChildren(): { stop(): number } {
  let most = 0;
  const look = (): void => {
    let sum = 0;
    try {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        if (Number(/^PPid:\t(\d+)/m.exec(status)?.[1]) !== process.pid) continue;
        sum += Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
      }
    } catch (error) {
      // A process that ended while we looked, or a system without /proc.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
    most = Math.max(most, sum);
  };
  const timer = setInterval(look, 250);
  return {
    stop: () => {
      clearInterval(timer);
      return most;
    },
  };
}
