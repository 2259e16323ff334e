/** A sound comes into the library: kept, decoded, and found by what its file says of itself. */
import type { AssetId } from '#shared/ids.ts';
import type { SoundKind } from '#shared/library-clips.ts';
import type { Asset } from '#shared/media.ts';
import { readAudioTags } from '../audio/audio-tags.ts';
import { decodeAsset } from '../library/decoded-audio.ts';
import type { Library } from '../library/library.ts';
import { storeMedia } from '../library/media-store.ts';
import { indexSound } from '../library/search/index-sound.ts';

export interface ImportSoundOptions {
  /** What the person says it is; only of a sound that is new. */
  readonly kind?: SoundKind;
  readonly signal?: AbortSignal;
}

export interface ImportedSound {
  readonly asset: Asset;
  /** Its bytes were in the library before, under whatever name: nothing was copied. */
  readonly isDuplicate: boolean;
}

/**
 * Copies a file into the library, once. Throws as `storeMedia` and `decodeAsset`; a file that is no audio is kept with
 * the reason, as all that was ever given to the library.
 */
export async function importSound(
  library: Library,
  file: { readonly path: string; readonly name: string },
  options: ImportSoundOptions = {},
): Promise<ImportedSound> {
  const { kind, ...rest } = options;
  const stored = await storeMedia(library, file, rest);
  const isDuplicate = isClip(library, stored.id);
  const { asset } = await decodeAsset(library, stored.id, rest);
  if (isDuplicate) return { asset, isDuplicate };
  const tags = await readAudioTags(file.path, rest);
  library.db.transaction(() => {
    const { number } = library.db.get<{ number: number }>('SELECT number FROM asset WHERE id = $id', {
      id: asset.id,
    })!;
    indexSound(library.db, number, { isImported: true });
    library.db.run(
      `UPDATE clip SET file_text = $text, file_language = $language, file_kind = $fileKind, chosen_kind = $kind
       WHERE asset_number = $number`,
      {
        number,
        text: tags.text === '' ? null : tags.text,
        language: tags.language ?? null,
        fileKind: tags.isMusic ? 'music' : null,
        kind: kind ?? null,
      },
    );
    indexSound(library.db, number);
  });
  return { asset, isDuplicate };
}

/** It was imported before; a sound that only a voice made is none. */
function isClip(library: Library, id: AssetId): boolean {
  return (
    library.db.get('SELECT 1 FROM clip JOIN asset ON asset.number = clip.asset_number WHERE asset.id = $id', { id }) !==
    undefined
  );
}
