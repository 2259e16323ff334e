/**
 * A disk of a few megabytes that fills up (needs root for the mount): every failure is `disk-full`, what was
 * acknowledged stays, no leftovers, and after making room everything goes on.
 */
import { spawnSync } from 'node:child_process';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveProject } from '#core/archive/archive-project.ts';
import { unarchiveProject } from '#core/archive/unarchive-project.ts';
import { locateFfmpeg } from '#core/audio/ffmpeg-location.ts';
import { createIngestAudio } from '#core/audio/ingest-audio.ts';
import { backUp } from '#core/library/back-up.ts';
import { listBackups } from '#core/library/backups.ts';
import { putAsset } from '#core/library/decoded-audio.ts';
import { applyCommands } from '#core/library/edits.ts';
import { openEpisode } from '#core/library/episodes.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { restoreLibrary } from '#core/library/restore-library.ts';
import { verifyLibrary } from '#core/library/verify-library.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { AppError } from '#shared/errors.ts';
import { addEpisode, EPISODE_ID, PROJECT_ID } from '../helpers/library-episode.ts';
import { toneWav } from '../helpers/small-wav.ts';
import { openTestLibrary, temporaryFolder, testPorts } from '../helpers/temporary-library.ts';
import { check, skip } from './fault-outcome.ts';

const MOUNT_BYTES = 8_000_000;
// The real one: it writes to the full disk too.
const ingest = createIngestAudio(() => locateFfmpeg({ environment: process.env }));

if (process.platform !== 'linux' || process.getuid?.() !== 0) skip('mounting a small disk needs root on Linux');
const elsewhere = await temporaryFolder();
const disk = await temporaryFolder();
if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${MOUNT_BYTES}`, 'tmpfs', disk]).status !== 0) {
  skip('this machine does not let a small disk be mounted');
}
try {
  await fillAndCheck();
  console.log('full disk: every failure said so, nothing was lost');
} finally {
  // Lazily: after a failure the library on it is still open.
  spawnSync('umount', ['--lazy', disk]);
  await rm(disk, { recursive: true, force: true });
  await rm(elsewhere, { recursive: true, force: true });
}

async function fillAndCheck(): Promise<void> {
  const home = join(disk, 'library');
  const archive = join(elsewhere, 'project.lectern');
  let library = await openTestLibrary(home, { ingest });
  addEpisode(library, newEpisode({ title: 'Full', language: 'en', kind: 'podcast', newId: library.ports.newId }));
  const first = await backUp(library);
  await archiveLargeProject(archive);
  const kept = await fillWithSounds(library);
  check(kept > 3, 'the disk was full before anything was stored');
  await writeFile(join(disk, 'ballast'), Buffer.alloc(MOUNT_BYTES)).catch(() => undefined);

  await expectFull('an edit', () => editUntilFull(library));
  await expectFull('a backup', () => backUp(library));
  await expectFull('an archive', () => archiveProject(library, PROJECT_ID, join(disk, 'project.lectern')));
  await expectFull('unpacking', () => unarchiveProject(library, archive));
  const { revision } = openEpisode(library.db, EPISODE_ID);
  check((await listBackups(library.folders.backups)).map(({ name }) => name).join() === first.name, 'a backup is gone');
  check(!(await readdir(disk)).includes('project.lectern'), 'half an archive was left');
  await closeLibrary(library);
  await expectFull('going back', () => restoreLibrary({ home, ports: testPorts(), ingest }));

  await rm(join(disk, 'ballast'));
  library = await openTestLibrary(home, { ingest });
  const report = await verifyLibrary(library);
  check(report.isSound, `the library is damaged: ${JSON.stringify(report)}`);
  check(report.media.checked === kept, `${kept} sounds were kept, ${report.media.checked} are there`);
  check(report.orphans.length === 0, `files were left: ${JSON.stringify(report.orphans)}`);
  check(openEpisode(library.db, EPISODE_ID).revision === revision, 'an acknowledged edit is gone');
  const leftovers = (await readdir(home, { recursive: true })).filter((name) => name.includes('.part'));
  check(leftovers.length === 0, `temporary files were left: ${leftovers.join(', ')}`);
  edit(library);
  await closeLibrary(library);
}

/** Sounds of about 200 kB with their decoded audio, until no more fit. Answers how many are stored. */
async function fillWithSounds(library: Library): Promise<number> {
  for (let count = 0; ; count++) {
    try {
      await putAsset(library, { bytes: tone(count), extension: 'wav' });
    } catch (error) {
      check(error instanceof AppError && error.code === 'disk-full', `a sound failed with ${String(error)}`);
      const { rows } = library.db.get<{ rows: number }>('SELECT count(*) AS rows FROM asset')!;
      // The last one's bytes may be stored without their decoded audio.
      check(rows === count || rows === count + 1, `${count} sounds were acknowledged, ${rows} are there`);
      return rows;
    }
  }
}

async function editUntilFull(library: Library): Promise<void> {
  for (let count = 0; count < 10_000; count++) edit(library);
}

function edit(library: Library): void {
  const { revision } = openEpisode(library.db, EPISODE_ID);
  const description = `${revision} `.repeat(500);
  applyCommands(library, EPISODE_ID, { baseRevision: revision, commands: [{ type: 'episode.set', description }] });
}

/** Of another library, larger than the disk has room for. */
async function archiveLargeProject(path: string): Promise<void> {
  const library = await openTestLibrary(join(elsewhere, 'library'), { ingest });
  const document = newEpisode({ title: 'Large', language: 'en', kind: 'podcast', newId: library.ports.newId });
  addEpisode(library, document);
  for (let count = 0; count < 20; count++) {
    const { id } = await putAsset(library, { bytes: tone(1_000 + count), extension: 'wav' });
    library.db.run('INSERT INTO episode_asset SELECT 1, number FROM asset WHERE id = $id', { id });
  }
  await archiveProject(library, PROJECT_ID, path);
  await closeLibrary(library);
  check((await stat(path)).size > 1_000_000, 'the archive is too small for this test');
}

function tone(count: number): Uint8Array {
  return toneWav({ seconds: 6, frequencyHz: 200 + count });
}

async function expectFull(what: string, attempt: () => Promise<unknown>): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    check(error instanceof AppError && error.code === 'disk-full', `${what} failed with ${String(error)}`);
    return;
  }
  throw new Error(`${what} succeeded on a full disk`);
}
