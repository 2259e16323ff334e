import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportOnce } from './episode.ts';
import { makeEpisode } from './make-episode.ts';
import type { BenchModule } from './run.ts';

const LINES_PER_HOUR = 800;

export const title = 'Memory does not grow with the episode: a twentieth of the length against the whole';

/** `--minutes 600` are the ten hours of the promise (under 350 MB). */
export const run: BenchModule['run'] = async ({ minutes }, print) => {
  for (const share of [minutes / 20, minutes]) {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-bench-'));
    try {
      const { home, episodeId } = await makeEpisode(folder, Math.ceil((LINES_PER_HOUR * share) / 60), {
        distinctLines: 400,
      });
      const once = exportOnce(home, episodeId, join(folder, 'bench.mp3'));
      print(
        `${(once.durationSeconds / 60).toFixed(1)} min: ${Math.round(once.megabytes)} MB, encoders included, ` +
          `in ${once.seconds.toFixed(0)} s`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
};
