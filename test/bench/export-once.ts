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

/** Looking takes some milliseconds of the time that is measured. */
const WATCH_INTERVAL_MS = 250;

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
 * The most that this process and those it started held together at a time, in MB. What several of the others share (the
 * program of ffmpeg, of which several run) is counted once: each has its part of it (PSS). On Linux only.
 */
function watchMemory(): { stop(): number } {
  let most = 0;
  const look = (): void => {
    const ofOthers = children().reduce((sum, pid) => sum + heldBy(pid, 'smaps_rollup', 'Pss'), 0);
    most = Math.max(most, ofOthers + heldBy(process.pid, 'status', 'VmRSS'));
  };
  const timer = setInterval(look, WATCH_INTERVAL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      // Of this process also what was between the looks.
      return Math.max(most, heldBy(process.pid, 'status', 'VmHWM')) / 1024;
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

/** In kB; 0 where nothing is said of it. */
function heldBy(pid: number, file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(linesOf(pid, file))?.[1] ?? 0);
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
