import type { RecordId } from '../ids.ts';
import { type Samples, secondsToSamples } from '../units.ts';
import type { Layout } from './layout.ts';

/** A block that an export may be cut before. */
export interface CutBlock {
  readonly blockId: RecordId;
  readonly startSample: Samples;
  /** 32 bits of what is spoken, the same for the same recordings: of the room tone from there on. */
  readonly seed: number;
}

/** Between a cut and the speech on either side nothing is spoken for half of this. */
const SHORTEST_GAP = secondsToSamples(0.2);
/** Of all blocks so near to one another one is chosen: segments are twice as long as this on average. */
const NEIGHBOURHOOD = secondsToSamples(15);

/**
 * Cuts an episode by what it says: before the spoken blocks whose hash is the smallest of all within 15 s on either side.
 * Whether a block is one depends on its neighbours alone, so a change elsewhere moves no cut, and two of them are never
 * closer than 15 s. The hash is of the recordings, for a script that is read again has other record ids.
 *
 * @param layout without a grid: with it, cuts would depend on cuts.
 * @returns in the order of their starts.
 */
export function cutBlocksOf(layout: Layout): readonly CutBlock[] {
  const spoken = new Map<RecordId, string>();
  for (const { kind, recordId, assetId, sourceStartSample, durationSamples } of layout.clips) {
    if (kind !== 'speech') continue;
    spoken.set(recordId, `${spoken.get(recordId) ?? ''}${assetId ?? ''} ${sourceStartSample} ${durationSamples};`);
  }
  const candidates: CutBlock[] = [];
  for (const { blockId, startSample, automaticGapSamples } of layout.blocks) {
    const sound = spoken.get(blockId);
    if (sound === undefined || automaticGapSamples === undefined || automaticGapSamples < SHORTEST_GAP) continue;
    candidates.push({ blockId, startSample, seed: hash32(sound) });
  }
  return candidates.filter((candidate, index) => isSmallest(candidates, candidate, index));
}

/** Of equal ones the first. */
function isSmallest(candidates: readonly CutBlock[], { startSample, seed }: CutBlock, index: number): boolean {
  for (let i = index - 1; i >= 0; i--) {
    const other = candidates[i]!;
    if (startSample - other.startSample > NEIGHBOURHOOD) break;
    if (other.seed <= seed) return false;
  }
  for (let i = index + 1; i < candidates.length; i++) {
    const other = candidates[i]!;
    if (other.startSample - startSample > NEIGHBOURHOOD) break;
    if (other.seed < seed) return false;
  }
  return true;
}

/** FNV-1a (G. Fowler, L. Noll, K.-P. Vo) and the finish of MurmurHash3 (A. Appleby), which spreads its last bytes. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
