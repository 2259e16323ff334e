import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { assetState } from '#core/library/assets.ts';
import type { OpenDatabase } from '#core/library/database.ts';
import { isDecoded } from '#core/library/decoded-audio.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { closeLibrary } from '#core/library/library.ts';
import { mediaPath } from '#core/library/media-store.ts';
import { AssetId, EpisodeId, RecordId } from '#shared/ids.ts';
import { openTestLibrary, temporaryFolder } from '../../helpers/temporary-library.ts';

const WRITER = new URL('./crash-writer.ts', import.meta.url).pathname;
const ROUNDS = 12;

interface Acknowledged {
  readonly kind: 'episode' | 'asset' | 'record';
  readonly id: string;
}

/** Lets the writer work until it has acknowledged `lines` things, and kills it there and then. */
async function writeAndKill(home: string, round: number, lines: number): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [WRITER, home, String(round)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_, signal) => resolve(signal)));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (printed.split('\n').length > lines) child.kill('SIGKILL');
  });
  expect([await ended, complaint]).toEqual(['SIGKILL', '']);
  return printed
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as Acknowledged);
}

test('[LIB26] whatever was acknowledged before a kill -9 is there, whole; nothing is half there', async () => {
  const home = await temporaryFolder();
  const acknowledged: Acknowledged[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // The numbers fall on different steps of the loop.
    acknowledged.push(...(await writeAndKill(home, round, 2 + ((round * 5) % 17))));
    const library = await openTestLibrary(home);
    try {
      expect((library.db as OpenDatabase).pragma('integrity_check')).toBe('ok');
      expect(library.db.all('PRAGMA foreign_key_check')).toEqual([]);
      for (const { kind, id } of acknowledged) {
        if (kind === 'episode') openEpisode(library.db, EpisodeId.parse(id));
        if (kind === 'record') {
          const [episode = '', record = ''] = id.split('/');
          const { document } = openEpisode(library.db, EpisodeId.parse(episode));
          expect(document.records.has(RecordId.parse(record)), id).toBe(true);
        }
        if (kind === 'asset') expect(isDecoded(library, AssetId.parse(id)), id).toBe(true);
      }
      for (const row of library.db.all<{ id: AssetId }>('SELECT id FROM asset')) {
        const bytes = await readFile(mediaPath(library, assetState(library.db, row.id)!.stored));
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(row.id);
      }
      const files = await readdir(home, { recursive: true });
      expect(files.filter((name) => name.includes('.part'))).toEqual([]);
    } finally {
      await closeLibrary(library);
    }
  }
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * 5);
  await rm(home, { recursive: true });
});

test('[LIB7] another program is told who has the library, and gets it when that one is killed', async () => {
  const home = await temporaryFolder();
  const child = spawn(process.execPath, [WRITER, home, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await expect(openTestLibrary(home)).rejects.toMatchObject({
    code: 'library-locked',
    details: { pid: child.pid, program: 'Lectern' },
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  await closeLibrary(await openTestLibrary(home));
  await rm(home, { recursive: true });
});
