import { AppError } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Studio } from '../app/studio.ts';
import type { ClipSound } from '../library/clip-sounds.ts';
import { insertAt } from '../library/insert-into-episode.ts';
import { uploadAll } from '../shell/host.ts';

/** Where something was let go. */
export interface DropPlace {
  readonly atSample: number;
  readonly trackId: RecordId | null;
}

/** Reads files into the library and places those that are sound, one after another; what is wrong with others is said. */
export async function dropFiles(studio: Studio, files: readonly File[], place: DropPlace): Promise<void> {
  const { client, host, failures, state } = studio;
  const { session } = state;
  await failures.attempt(async () => {
    const fileIds = await uploadAll(host, files);
    const imported = await client.call('sounds.import', { fileIds });
    // Another episode was opened meanwhile: the sounds are in the library, and that is all.
    if (studio.state.session !== session || !session) return;
    const found = imported.flatMap(({ fileId, asset }) => {
      const file = files[fileIds.indexOf(fileId)];
      return asset && file ? [{ asset, file }] : [];
    });
    session.addMedia({ takes: [], assets: found.map(({ asset }) => asset) });
    const sounds = found.map(({ asset, file }): ClipSound => {
      return { assetId: asset.id, title: titleOf(file.name), kind: 'effect', durationSamples: asset.durationSamples };
    });
    dropSounds(studio, sounds, place);
    const problem = imported.find((one) => one.problem)?.problem;
    if (problem) throw new AppError({ code: problem.code, message: problem.message });
  });
}

/** Sounds of the library. They are selected afterwards. */
export function dropSounds(studio: Studio, sounds: readonly ClipSound[], place: DropPlace): void {
  const ids = insertAt(studio, sounds, place);
  if (ids.length > 0) studio.episodes.selectAll(ids);
}

/** Without the ending of the file's name. */
function titleOf(name: string): string {
  return name.replace(/\.[^.]+$/, '') || name;
}
