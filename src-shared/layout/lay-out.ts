import { clipsOf, type EpisodeDocument, markersOf } from '../document/episode-document.ts';
import type { Anchor, Clip } from '../document/records.ts';
import type { RecordId } from '../ids.ts';
import type { MediaIndex } from '../media.ts';
import { samples } from '../units.ts';
import { laySequence } from './lay-sequence.ts';
import type { Layout, LayoutOptions, PlacedBlock, PlacedClip, PlacedMarker } from './layout.ts';
import { ownLengthOf, placeSound, stretchOf } from './place-sound.ts';

/**
 * Every sound of an episode at its place. Pure: the same document and the same audio give the same layout, in the
 * timeline, the player, the exporter, the chapters and the captions. The rules are in test/SPEC.md, section LAY.
 */
export function layOut(document: EpisodeDocument, media: MediaIndex, options: LayoutOptions = {}): Layout {
  const sequence = laySequence(document, media, options);
  const blockById = new Map<RecordId, PlacedBlock>();
  for (const block of sequence.blocks) blockById.set(block.blockId, block);

  const clips: PlacedClip[] = [...sequence.clips];
  let endSample: number = sequence.endSample;
  for (const clip of clipsOf(document)) {
    for (const placed of layClip(clip, blockById, media, sequence.endSample)) {
      clips.push(placed);
      endSample = Math.max(endSample, placed.startSample + placed.durationSamples);
    }
  }
  clips.sort((a, b) => a.startSample - b.startSample || (a.key < b.key ? -1 : 1));

  const durationSamples = samples(endSample + (options.tailSamples ?? 0));
  const markers = markersOf(document).map((marker): PlacedMarker => {
    const at = anchorSample(marker.anchor, blockById) + marker.offsetSamples;
    return {
      markerId: marker.id,
      atSample: samples(Math.min(durationSamples, Math.max(0, at))),
      text: marker.text,
    };
  });
  markers.sort((a, b) => a.atSample - b.atSample || (a.markerId < b.markerId ? -1 : 1));
  return { durationSamples, blocks: sequence.blocks, blockById, clips, markers };
}

/** `sequenceEnd` is where a loop stops that nobody ends: it lies beneath the script, and ends with it. */
function layClip(
  clip: Clip,
  blockById: ReadonlyMap<RecordId, PlacedBlock>,
  media: MediaIndex,
  sequenceEnd: number,
): readonly PlacedClip[] {
  const startSample = anchorSample(clip.anchor, blockById) + clip.offsetSamples;
  const stretchSamples = stretchOf(clip, media);
  const ownLength = ownLengthOf(clip, stretchSamples);
  const ownEnd = ownLength === null ? null : startSample + ownLength;
  // The placeholder's length means nothing where the script says when to stop.
  const isPlaceholder = stretchSamples === null && clip.durationSamples === undefined;
  const limit = clip.until
    ? anchorSample(clip.until, blockById)
    : ownEnd === null
      ? sequenceEnd
      : Number.POSITIVE_INFINITY;
  const endSample = clip.until && isPlaceholder ? limit : Math.min(ownEnd ?? limit, limit);
  const isCutOff = limit < (ownEnd ?? Number.POSITIVE_INFINITY);
  return placeSound(clip, { startSample, endSample, isCutOff, stretchSamples }, media);
}

function anchorSample(anchor: Anchor, blockById: ReadonlyMap<RecordId, PlacedBlock>): number {
  if ('atSample' in anchor) return anchor.atSample;
  const block = blockById.get(anchor.blockId);
  if (!block) throw new Error(`Nothing can hang on "${anchor.blockId}": there is no such block`);
  return anchor.edge === 'start' ? block.startSample : block.endSample;
}
