import type { AssetId } from '#shared/ids.ts';
import type { Lane } from '../episode/lanes.ts';
import { laneTopPx } from './lane-metrics.ts';
import { LaneTile, type PeaksSource } from './lane-tile.ts';
import type { Palette } from './palette.ts';
import { edgePx, type TimelineView } from './timeline-view.ts';

/** Wide enough that few are needed, small enough that one is drawn in a fraction of a frame. */
const TILE_PX = 256;
/** For drawing anew in one frame: the rest of the frame is other people's. */
const BUDGET_MS = 3;
/** 256 tiles of two pixels a pixel are 58 MB. */
const MOST_TILES = 256;

export interface LanesFrame {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelRatio: number;
  readonly view: TimelineView;
  readonly lanes: readonly Lane[];
  /** Which rows can be seen, in CSS pixels of the canvas. */
  readonly visibleTopPx: number;
  readonly visibleBottomPx: number;
}

interface Before {
  readonly tiles: ReadonlyMap<string, LaneTile>;
  readonly samplesPerPixel: number;
}

/**
 * Draws lanes from tiles. Scrolling puts the same tiles elsewhere; what changed is drawn anew, a few tiles in a frame.
 * While zooming, what was last shown is stretched until its tiles are there.
 */
export class LaneTiles {
  readonly #peaks: PeaksSource;
  /** In the order of last use. */
  #tiles = new Map<string, LaneTile>();
  #samplesPerPixel = 0;
  #pixelRatio = 0;
  #palette: Palette | null = null;
  /** Of the zoom before, until this one's are there. */
  #before: Before | null = null;
  #isComplete = false;

  constructor(peaks: PeaksSource) {
    this.#peaks = peaks;
  }

  /** A waveform has come: what was drawn without it is drawn again. */
  noteArrival(assetId: AssetId): void {
    for (const tile of this.#tiles.values()) tile.noteArrival(assetId);
  }

  /** False: there is more to draw, in another frame. */
  draw(frame: LanesFrame): boolean {
    this.#takeScale(frame);
    const started = performance.now();
    const { view, widthPx, lanes, context, pixelRatio } = frame;
    const edge = edgePx(view.startSample, view.samplesPerPixel);
    this.#isComplete = true;
    // Tiles are whole device pixels and stand on them.
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.imageSmoothingEnabled = false;
    for (const [index, lane] of lanes.entries()) {
      const top = laneTopPx(index);
      if (laneTopPx(index + 1) <= frame.visibleTopPx || top >= frame.visibleBottomPx) continue;
      const y = Math.round(top * pixelRatio);
      if (this.#before) this.#stretch(frame, lane, y, this.#before);
      for (let at = Math.floor(edge / TILE_PX); at * TILE_PX < edge + widthPx; at++) {
        const tile = this.#tile(frame, lane, at, () => performance.now() - started < BUDGET_MS);
        if (!tile) continue;
        const x = Math.round((at * TILE_PX - edge) * pixelRatio);
        context.clearRect(x, y, tile.canvas.width, tile.canvas.height);
        context.drawImage(tile.canvas, x, y);
      }
    }
    context.restore();
    if (this.#isComplete) this.#before = null;
    return this.#isComplete;
  }

  /** The tile as it is to be shown; where there is no time left, as it was, or null. */
  #tile(frame: LanesFrame, lane: Lane, index: number, hasTime: () => boolean): LaneTile | null {
    const key = keyOf(lane, index);
    const { palette, pixelRatio, view } = frame;
    const drawing = {
      palette,
      pixelRatio,
      samplesPerPixel: view.samplesPerPixel,
      widthPx: TILE_PX,
      originPx: index * TILE_PX,
    };
    const known = this.#tiles.get(key) ?? null;
    if (!known?.isOf(lane, drawing)) {
      if (!hasTime()) {
        this.#isComplete = false;
        return known;
      }
      const tile = known ?? new LaneTile(TILE_PX, pixelRatio);
      tile.draw(drawing, lane, this.#peaks);
      this.#use(key, tile);
      return tile;
    }
    this.#use(key, known);
    return known;
  }

  #use(key: string, tile: LaneTile): void {
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    for (const oldest of this.#tiles.keys()) {
      if (this.#tiles.size <= MOST_TILES) return;
      this.#tiles.delete(oldest);
    }
  }

  /** Another zoom, pixel ratio or theme: no tile fits any more. */
  #takeScale({ view, pixelRatio, palette }: LanesFrame): void {
    const { samplesPerPixel } = view;
    const isZoom = pixelRatio === this.#pixelRatio && palette === this.#palette;
    if (isZoom && samplesPerPixel === this.#samplesPerPixel) return;
    if (!isZoom) this.#before = null;
    else if (this.#isComplete) this.#before = { tiles: this.#tiles, samplesPerPixel: this.#samplesPerPixel };
    this.#tiles = new Map();
    this.#samplesPerPixel = samplesPerPixel;
    this.#pixelRatio = pixelRatio;
    this.#palette = palette;
  }

  #stretch(frame: LanesFrame, lane: Lane, y: number, before: Before): void {
    const { view, widthPx, pixelRatio, context } = frame;
    const factor = before.samplesPerPixel / view.samplesPerPixel;
    const tilePx = TILE_PX * factor;
    const edge = view.startSample / view.samplesPerPixel;
    for (let at = Math.floor(edge / tilePx); at * tilePx < edge + widthPx; at++) {
      const tile = before.tiles.get(keyOf(lane, at));
      if (!tile) continue;
      const x = Math.round((at * tilePx - edge) * pixelRatio);
      const width = Math.round(((at + 1) * tilePx - edge) * pixelRatio) - x;
      context.drawImage(tile.canvas, x, y, width, tile.canvas.height);
    }
  }
}

function keyOf(lane: Lane, index: number): string {
  return `${lane.track.id}/${index}`;
}
