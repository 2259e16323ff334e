/** An archive back into a library. */
import type { Library } from '../library/library.ts';
import { ArchiveFile } from './archive-file.ts';
import { type InsertedProject, insertProject } from './insert-project.ts';
import { readManifest } from './read-manifest.ts';
import { publishStaged, type StageOptions, stageMedia, withdraw } from './stage-media.ts';

/**
 * Adds the archive's project beside those there are, with its audio, takes, revisions, history and snapshots. Throws
 * AppError `invalid-input` with the reason for anything that is not a whole archive of this format, `file-unreadable`,
 * `disk-full`, Cancelled; then nothing of it is left.
 */
export async function unarchiveProject(
  library: Library,
  path: string,
  options: StageOptions = {},
): Promise<InsertedProject> {
  const archive = await ArchiveFile.open(path, options.signal);
  try {
    const manifest = await readManifest(archive, options.signal);
    const staged = await stageMedia(library, archive, manifest, options);
    const published = await publishStaged(library, staged);
    try {
      return insertProject(library.db, manifest, library.ports.newId);
    } catch (error) {
      await withdraw(library, staged, published);
      throw error;
    }
  } finally {
    archive.close();
  }
}
