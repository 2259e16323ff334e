import { mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportOnce, seconds, stagesOf } from './episode.ts';
import { makeEpisode } from './make-episode.ts';
import type { BenchModule } from './run.ts';

const LINES_PER_HOUR = 800;
/** The bench's default is an hour, and this promise is about ten. */
const HOURS = 10;
const PRESET = 'audiobook-m4b';

export const title = 'A book of ten hours exported again: nothing changed, and one line changed in its seventh hour';

/** `--minutes 6` is an hour. */
export const run: BenchModule['run'] = async ({ minutes }, print) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
  try {
    const lines = Math.round((LINES_PER_HOUR * HOURS * minutes) / 60);
    const { home, episodeId } = await makeEpisode(folder, lines, { distinctLines: 300, bed: 'chapters' });
    const book = join(folder, 'book.m4b');
    const first = exportOnce(home, episodeId, book, PRESET);
    print(
      `${seconds(first.durationSeconds)} of sound for the first time: ${seconds(first.seconds)} (${stagesOf(first)}), ` +
        `at most ${Math.round(first.megabytes)} MB with its encoders (wanted: 350)`,
    );
    const before = soundOf(book);
    const same = exportOnce(home, episodeId, book, PRESET);
    print(`nothing changed: ${same.seconds.toFixed(2)} s (wanted: 1)`);
    const changed = exportOnce(home, episodeId, book, PRESET, String(Math.floor(lines * 0.65)));
    print(
      `one line changed: ${changed.seconds.toFixed(2)} s (${stagesOf(changed)}; wanted: 3); ${changed.gain.reason} ` +
        `A full export took ${(first.seconds / changed.seconds).toFixed(0)} times as long.`,
    );
    const share = touchedShare(before, soundOf(book));
    print(`of the sound's bytes ${(100 * share).toFixed(2)} % lie between the first and the last that differ`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The frames of an MP4 file: what its media data holds. */
function soundOf(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  const head = Buffer.alloc(16);
  for (let at = 0; ; ) {
    readSync(descriptor, head, 0, 16, at);
    const short = head.readUInt32BE(0);
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
    const headBytes = short === 1 ? 16 : 8;
    if (head.toString('latin1', 4, 8) === 'mdat') return readFileSync(path).subarray(at + headBytes, at + size);
    at += size;
  }
}

function touchedShare(one: Buffer, other: Buffer): number {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < one.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return (one.length - start - end) / one.length;
}
