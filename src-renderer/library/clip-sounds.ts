/** The audio of a clip: to be heard, and to be put on a timeline. */

import type { AssetId } from '#shared/ids.ts';
import type { ClipRow } from '#shared/library-clips.ts';
import type { Asset } from '#shared/media.ts';
import type { Heard } from '../player/audition.ts';

/** Assets as the page knows them; those it has not read yet are asked for by who needs them. */
export type KnownAssets = ReadonlyMap<AssetId, Asset>;

/** null: words that nobody has spoken, or audio that is not known yet. */
export function heardOf(clip: Pick<ClipRow, 'assetIds'>, assets: KnownAssets): readonly Heard[] | null {
  const heard = clip.assetIds.map((id) => assets.get(id));
  if (heard.length === 0 || heard.some((asset) => asset === undefined)) return null;
  return heard.map((asset) => ({
    assetId: asset!.id,
    channels: asset!.channels,
    durationSamples: asset!.durationSamples,
  }));
}

/** What is dragged out of the library, and what is inserted. */
export interface ClipSound {
  readonly assetId: AssetId;
  readonly title: string;
  readonly kind: ClipRow['kind'];
  readonly durationSamples: number;
}

export const CLIP_DRAG_TYPE = 'application/x-lectern-clip';

export function soundsOf(
  clips: readonly ClipRow[],
  assets: KnownAssets,
  titleOf: (clip: ClipRow) => string,
): readonly ClipSound[] {
  return clips.flatMap((clip) =>
    clip.assetIds.flatMap((id) => {
      const asset = assets.get(id);
      if (!asset) return [];
      return [{ assetId: id, title: titleOf(clip), kind: clip.kind, durationSamples: asset.durationSamples }];
    }),
  );
}

/** Called when a drag begins: the first sound also leaves the window as a file, where the shell can do that. */
export function writeClipDrag(transfer: DataTransfer, sounds: readonly ClipSound[]): void {
  transfer.effectAllowed = 'copy';
  transfer.setData(CLIP_DRAG_TYPE, JSON.stringify(sounds));
  transfer.setData('text/plain', sounds.map(({ title }) => title).join('\n'));
}

/** What was dragged here; null for anything else. */
export function readClipDrag(transfer: Pick<DataTransfer, 'getData'>): readonly ClipSound[] | null {
  const text = transfer.getData(CLIP_DRAG_TYPE);
  return text === '' ? null : (JSON.parse(text) as readonly ClipSound[]);
}
