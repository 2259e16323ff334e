/** Where sounds and markers hang in a script, and where sounds end. */
import { type Samples, ZERO_SAMPLES } from '../units.ts';
import type { DraftPlace } from './episode-draft.ts';
import { HeadingPlaces } from './heading-places.ts';
import type { UntilSource } from './read-sound.ts';
import type { ScriptProblems } from './script-problems.ts';

/** What a sound or marker says of its place, and the index of the block that follows it. */
export interface PlaceSource {
  readonly blockIndex: number;
  readonly edge: 'start' | 'end' | undefined;
  readonly atSample: Samples | undefined;
}

/** A sound ends at a later heading than the block it hangs on; one pinned to the clock (null) may end at any. */
export function firstUntilIndex(blockIndex: number | null): number {
  return blockIndex === null ? 0 : blockIndex + 1;
}

/** Gathers headings and anchors while a script is read, and resolves places once all blocks are known. */
export class ScriptPlaces {
  readonly headings = new HeadingPlaces();
  readonly #anchors = new Map<string, { readonly blockIndex: number; readonly line: number }>();
  readonly #problems: ScriptProblems;

  constructor(problems: ScriptProblems) {
    this.#problems = problems;
  }

  addAnchor(name: string, blockIndex: number, line: number): void {
    if (!/^[\p{L}\p{N}_-]+$/u.test(name)) {
      this.#report(line, `[anchor ${name}]: a name has letters, digits, _ and - only.`);
    } else if (this.#anchors.has(name)) this.#report(line, `[anchor ${name}] stands here for the second time.`);
    else this.#anchors.set(name, { blockIndex, line });
  }

  /** Reports anchors behind the last block, which name nothing. */
  checkAnchors(blockCount: number): void {
    for (const [name, { blockIndex, line }] of this.#anchors) {
      if (blockIndex >= blockCount) this.#report(line, `Nothing follows [anchor ${name}] that it could name.`);
    }
  }

  /** The start of the block that follows; behind the last block, its end; without any block, the start of the clock. */
  placeOf(source: PlaceSource, blockCount: number): DraftPlace {
    if (source.atSample !== undefined) return { atSample: source.atSample };
    if (blockCount === 0) return { atSample: ZERO_SAMPLES };
    if (source.blockIndex >= blockCount) return { blockIndex: blockCount - 1, edge: source.edge ?? 'end' };
    return { blockIndex: source.blockIndex, edge: source.edge ?? 'start' };
  }

  /** Where a sound ends; undefined for a place that does not exist (reported). */
  untilOf(until: UntilSource, line: number, sound: PlaceSource, blockCount: number): DraftPlace | undefined {
    if ('atSample' in until) return { atSample: until.atSample };
    if ('anchor' in until) {
      const anchor = this.#anchors.get(until.anchor);
      if (anchor && anchor.blockIndex < blockCount) return { blockIndex: anchor.blockIndex, edge: until.edge };
      this.#report(line, `until=#${until.anchor}: there is no [anchor ${until.anchor}] before a line of this script.`);
      return undefined;
    }
    const from = firstUntilIndex(sound.atSample === undefined ? sound.blockIndex : null);
    const blockIndex = this.headings.find(until.heading, from);
    if (blockIndex !== undefined) return { blockIndex, edge: 'start' };
    if (!this.#problems.isFull) this.#sayNoHeading(until.heading, line);
    return undefined;
  }

  /** A slip of the pen is an error; a chapter that is not written yet is not. */
  #sayNoHeading(text: string, line: number): void {
    if (this.headings.find(text, 0) !== undefined) {
      this.#report(line, `until="${text}": that heading stands before this sound, not after it.`);
      return;
    }
    const likely = this.headings.likely(text);
    if (likely === undefined) {
      this.#problems.drop(line, `until="${text}": there is no such heading yet, so the sound plays to its own end.`);
    } else this.#report(line, `until="${text}": no heading has this text. Is it "${likely}"?`);
  }

  #report(line: number, message: string): void {
    this.#problems.report(line, 1, message);
  }
}

/** Pinned places first, then by block, starts before ends: the order in which a script is printed. */
export function comparePlaces(a: DraftPlace, b: DraftPlace): number {
  return placeRank(a) - placeRank(b);
}

function placeRank(place: DraftPlace): number {
  return 'atSample' in place ? -1 : 2 * place.blockIndex + (place.edge === 'start' ? 0 : 1);
}
