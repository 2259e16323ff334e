import type { Command } from '#shared/document/commands.ts';
import type { Anchor, Clip, Line } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import { samples } from '#shared/units.ts';
import { anchorSample, nearestBlockAnchor } from './anchors.ts';
import { blockOrder, type ClipTarget, type Editable, heardNeighbour, type PieceTarget } from './editable.ts';
import { earliestStart, explicitGap, setGap } from './gaps.ts';
import { partsOf } from './line-parts.ts';

export interface DropOptions {
  /** Hangs moved sounds on the nearest block start instead of what they hang on. */
  readonly isReanchoring?: boolean;
  /** Puts moved sounds on this track. */
  readonly trackId?: RecordId;
}

/** A gap that grows (1) or shrinks (−1) with the movement. */
interface GapChange {
  readonly sign: 1 | -1;
  /** Of the line, or of one of its parts. */
  readonly at: { readonly line: Line } | { readonly piece: PieceTarget };
  readonly gapSamples: number;
}

/**
 * A group of clips moved along, computed once when the gesture begins: then every step of a drag is arithmetic.
 * Lines move by the gap before them, later pieces of a line by the gap before the piece, sounds by their distance from
 * what they hang on. Cues and spoken headings stand in the sequence and do not move.
 *
 * With ripple everything after the first moved thing follows, so that only its gap changes. Without, the gaps behind what
 * is moved take up the movement where they are a line's.
 */
export class ClipMove {
  readonly #editable: Editable;
  readonly #isRipple: boolean;
  /** In reading order. A line whose first piece is moved is moved as a whole. */
  readonly #lines: readonly Line[];
  readonly #pieces: readonly PieceTarget[];
  readonly #clips: readonly Clip[];
  readonly #gaps: readonly GapChange[];
  readonly #least: number;

  constructor(editable: Editable, targets: readonly ClipTarget[], isRipple: boolean) {
    this.#editable = editable;
    this.#isRipple = isRipple;
    const { lines, pieces } = speechOf(targets, blockOrder(editable.document), isRipple);
    this.#lines = lines;
    this.#pieces = pieces;
    this.#clips = targets.flatMap((target) =>
      target.kind === 'sound' && target.sound.type === 'clip' ? [target.sound] : [],
    );
    this.#gaps = this.#findGaps();
    this.#least = this.#findLeast();
  }

  get isEmpty(): boolean {
    return this.#lines.length + this.#pieces.length + this.#clips.length === 0;
  }

  /** Sounds can be put on another track; lines stay on their speaker's. */
  get hasOnlySounds(): boolean {
    return this.#lines.length + this.#pieces.length === 0;
  }

  /** How far it may go to the left: nothing begins before the programme, and no line before the one it follows. */
  clamp(deltaSamples: number): number {
    return Math.round(Math.max(this.#least, deltaSamples)) + 0;
  }

  /** What stands elsewhere afterwards, so that nothing may snap to it. */
  isMoving(recordId: RecordId): boolean {
    if (this.#clips.some(({ id }) => id === recordId)) return true;
    const record = this.#editable.document.records.get(recordId);
    if (record?.type === 'clip' || record?.type === 'marker') return this.#carries(record.anchor);
    return this.#carries({ blockId: recordId, edge: 'start' });
  }

  commands(deltaSamples: number, options: DropOptions = {}): readonly Command[] {
    const delta = this.clamp(deltaSamples);
    if (delta === 0 && !options.isReanchoring && options.trackId === undefined) return [];
    const gaps = delta === 0 ? [] : this.#gaps.flatMap((change) => this.#changeGap(change, delta));
    return [...gaps, ...this.#clips.map((clip) => this.#moveClip(clip, delta, options))];
  }

  #orderOf(id: RecordId): number {
    return blockOrder(this.#editable.document).get(id) ?? -1;
  }

  #findGaps(): readonly GapChange[] {
    const gapOf = (line: Line, sign: 1 | -1): GapChange => ({
      sign,
      at: { line },
      gapSamples: explicitGap(this.#editable, line),
    });
    const moving = [...this.#lines.map((line) => gapOf(line, 1)), ...this.#pieces.map((piece) => pieceGap(piece, 1))];
    if (this.#isRipple) return moving;
    const movedIds = new Set<RecordId>(this.#lines.map(({ id }) => id));
    const { document } = this.#editable;
    const isFirstOfRun = ({ at }: GapChange): boolean => {
      const before = 'line' in at ? heardNeighbour(document, this.#orderOf(at.line.id), -1) : null;
      return !(before && movedIds.has(before.id));
    };
    const held = [...this.#lines, ...this.#pieces].flatMap((moved): readonly GapChange[] => {
      const next = 'kind' in moved ? moved.pieces[moved.pieceIndex + 1] : undefined;
      if ('kind' in moved && next) return [pieceGap({ ...moved, placed: next, pieceIndex: moved.pieceIndex + 1 }, -1)];
      const after = heardNeighbour(document, this.#orderOf('kind' in moved ? moved.line.id : moved.id), 1);
      return after?.type === 'line' && !movedIds.has(after.id) ? [gapOf(after, -1)] : [];
    });
    return [...moving.filter(isFirstOfRun), ...held];
  }

  #findLeast(): number {
    const { layout } = this.#editable;
    const leasts = [
      ...this.#lines.map((line) => earliestStart(this.#editable, line) - layout.blockById.get(line.id)!.startSample),
      ...this.#pieces.map(({ pieces, pieceIndex, placed }) => pieces[pieceIndex - 1]!.startSample - placed.startSample),
      ...this.#clips.map((clip) => -(anchorSample(layout, clip.anchor) + clip.offsetSamples)),
    ];
    // What lies before the programme already may stay there.
    return Math.min(0, Math.max(Number.NEGATIVE_INFINITY, ...leasts));
  }

  #changeGap({ at, gapSamples, sign }: GapChange, delta: number): readonly Command[] {
    if ('line' in at) return [setGap(at.line, gapSamples + sign * delta)];
    const found = partsOf(this.#editable, at.piece);
    if (!found) return [];
    const gapBeforeSamples = samples(gapSamples + sign * delta);
    // Parts are made once: what an earlier change of the same line did stays.
    const prelude = sign === 1 ? found.prelude : [];
    return [...prelude, { type: 'part.setGap', id: at.piece.line.id, index: found.index, gapBeforeSamples }];
  }

  #moveClip(clip: Clip, delta: number, { isReanchoring = false, trackId }: DropOptions): Command {
    const { layout } = this.#editable;
    const target = anchorSample(layout, clip.anchor) + clip.offsetSamples + delta;
    const anchor = isReanchoring ? (nearestBlockAnchor(layout, target) ?? clip.anchor) : clip.anchor;
    const drift = this.#carries(anchor) ? delta : 0;
    return {
      type: 'clip.move',
      id: clip.id,
      ...(anchor === clip.anchor ? {} : { anchor }),
      offsetSamples: samples(target - anchorSample(layout, anchor) - drift),
      ...(trackId === undefined || trackId === clip.trackId ? {} : { trackId }),
    };
  }

  /** Whether an anchor moves by itself, because its line does. */
  #carries(anchor: Anchor): boolean {
    if ('atSample' in anchor) return false;
    const order = this.#orderOf(anchor.blockId);
    if (!this.#isRipple) return this.#lines.some(({ id }) => id === anchor.blockId);
    const [line] = this.#lines;
    if (line) return order >= this.#orderOf(line.id);
    const [piece] = this.#pieces;
    if (!piece) return false;
    const own = this.#orderOf(piece.line.id);
    return order > own || (order === own && anchor.edge === 'end');
  }
}

function pieceGap(piece: PieceTarget, sign: 1 | -1): GapChange {
  const before = piece.pieces[piece.pieceIndex - 1]!;
  return { sign, at: { piece }, gapSamples: piece.placed.startSample - before.startSample - before.durationSamples };
}

/** With ripple only the first of them: the others follow it. */
function speechOf(
  targets: readonly ClipTarget[],
  order: ReadonlyMap<RecordId, number>,
  isRipple: boolean,
): { readonly lines: readonly Line[]; readonly pieces: readonly PieceTarget[] } {
  const chosen = targets
    .filter((target) => target.kind === 'piece')
    .sort((a, b) => order.get(a.line.id)! - order.get(b.line.id)! || a.pieceIndex - b.pieceIndex);
  const lines = chosen.filter(({ pieceIndex }) => pieceIndex === 0).map(({ line }) => line);
  const lineIds = new Set<RecordId>(lines.map(({ id }) => id));
  const pieces = chosen.filter(({ line }) => !lineIds.has(line.id));
  if (!isRipple) return { lines, pieces: pieces.filter((piece) => !follows(piece, pieces)) };
  const [first] = chosen;
  if (!first) return { lines: [], pieces: [] };
  return first.pieceIndex === 0 ? { lines: [first.line], pieces: [] } : { lines: [], pieces: [first] };
}

/** The piece before it is moved too, and takes it along. */
function follows(piece: PieceTarget, pieces: readonly PieceTarget[]): boolean {
  return pieces.some(({ line, pieceIndex }) => line.id === piece.line.id && pieceIndex < piece.pieceIndex);
}

/** For a caller that has one step to make, not a drag. */
export function moveClips(
  editable: Editable,
  targets: readonly ClipTarget[],
  deltaSamples: number,
  options: DropOptions & { readonly isRipple: boolean },
): readonly Command[] {
  return new ClipMove(editable, targets, options.isRipple).commands(deltaSamples, options);
}
