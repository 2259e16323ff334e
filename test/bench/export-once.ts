/**
 * One export in a process of its own, so that its memory can be measured: prints one line of JSON.
 * `export-once.ts HOME EPISODE OUTPUT [PRESET] [LINE]`: with a line's number that line says something else.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { exportEpisode } from '#core/export/export-episode.ts';
import { presetNamed } from '#core/export/presets.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { blocksOf, documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { EpisodeId } from '#shared/ids.ts';
import { openCoreAt } from './make-episode.ts';

const [home = '', episodeId = '', outputPath = '', preset = 'apple-podcasts', changedLine] = process.argv.slice(2);
const core = openCoreAt(home);
const library = await core.library();
const ffmpeg = await core.ffmpeg();
const { document } = openEpisode(library.db, EpisodeId.parse(episodeId));
const memory = watchMemory();
const stages = new Map<string, number>();
let stage = 'start';
let stageStarted = performance.now();
const started = performance.now();
const result = await exportEpisode(library, ffmpeg, {
  document: changedLine === undefined ? document : withLineChanged(document, Number(changedLine)),
  media: openMediaIndex(library.db),
  outputPath,
  preset: presetNamed(preset),
  rememberAs: episodeId,
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
    megabytes: memory.stop(),
    ffmpegPath: ffmpeg.path,
    loudness: result.loudness,
    gain: result.gains[0],
  })}\n`,
);

/** The line is read from another line's take, of another length. */
function withLineChanged(original: EpisodeDocument, number: number): EpisodeDocument {
  const lines = blocksOf(original).filter((block) => block.type === 'line');
  const line = lines[number];
  const other = lines.find((each, index) => index > number + 20 && each.takeId !== line?.takeId);
  if (!line || other?.takeId === undefined) throw new Error(`There is no line ${number} to change`);
  const changed = { ...line, takeId: other.takeId };
  return documentOf(Array.from(original.records.values(), (record) => (record === line ? changed : record)));
}

function close(): void {
  const now = performance.now();
  stages.set(stage, (stages.get(stage) ?? 0) + (now - stageStarted) / 1000);
  stageStarted = now;
}

/**
 * The most that this process and those it started held together at a time, in MB. On Linux what several of them share (the
 * program of ffmpeg, of which several run) is counted once: each has its part of it (PSS). Elsewhere children are not seen.
 */
function watchMemory(): { stop(): number } {
  let most = 0;
  const look = (): void => {
    let kilobytes = heldBy(process.pid) ?? process.memoryUsage.rss() / 1024;
    for (const pid of children()) kilobytes += heldBy(pid) ?? 0;
    most = Math.max(most, kilobytes / 1024);
  };
  const timer = setInterval(look, 250);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

function children(): readonly number[] {
  return processes().filter((pid) => Number(/^PPid:\t(\d+)/m.exec(linesOf(pid, 'status'))?.[1]) === process.pid);
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}

function heldBy(pid: number): number | null {
  const held = /^Pss:\s+(\d+)/m.exec(linesOf(pid, 'smaps_rollup'))?.[1];
  return held === undefined ? null : Number(held);
}

/** Empty where there is no such thing, or where it ended while we looked. */
function linesOf(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}
