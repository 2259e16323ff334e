import type { AssetId } from '#shared/ids.ts';
import { clipsBetween, type Lane, type LaneClip } from '../episode/lanes.ts';
import { drawClip, hasLabel, type LaneDrawing, MIN_BOX_PX } from './draw-clip.ts';
import { CLIP_HEIGHT_PX, LANE_HEIGHT_PX, LANE_PADDING_PX } from './lane-metrics.ts';
import { edgePx } from './timeline-view.ts';

export interface PeaksSource {
  get(assetId: AssetId): Uint8Array | null;
}

/** A drawn clip, as far as it shows. Two that are equal look alike. */
interface Trace {
  readonly clip: LaneClip;
  readonly label: string;
  readonly colour: string;
}

/** One stretch of one lane, drawn once and shown as it is until something in it changes. */
export class LaneTile {
  readonly canvas: OffscreenCanvas;
  #lane: Lane | null = null;
  /** Waveforms that were not here yet. */
  readonly #missing = new Set<AssetId>();
  #isStale = false;
  #traces: readonly Trace[] = [];

  constructor(widthPx: number, pixelRatio: number) {
    this.canvas = new OffscreenCanvas(Math.round(widthPx * pixelRatio), Math.round(LANE_HEIGHT_PX * pixelRatio));
  }

  draw(drawing: Omit<LaneDrawing, 'context'>, lane: Lane, peaks: PeaksSource): void {
    const context = this.canvas.getContext('2d')!;
    const { pixelRatio, widthPx, palette, samplesPerPixel, originPx } = drawing;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.clearRect(0, 0, widthPx, LANE_HEIGHT_PX);
    context.fillStyle = palette.get('--lane-line');
    context.fillRect(0, LANE_HEIGHT_PX - 1, widthPx, 1);
    const onCanvas: LaneDrawing = { ...drawing, context };
    this.#lane = lane;
    this.#isStale = false;
    this.#missing.clear();
    this.#traces = visibleClips(lane, drawing).map((clip) => traceOf(clip, drawing));
    const marks = new Marks(onCanvas);
    const top = LANE_PADDING_PX;
    const height = CLIP_HEIGHT_PX;
    for (const { clip } of this.#traces) {
      const left = edgePx(clip.placed.startSample, samplesPerPixel) - originPx;
      const right = edgePx(clip.endSample, samplesPerPixel) - originPx;
      if (right - left < MIN_BOX_PX) {
        marks.add(left, Math.max(left + 1, right), clip.placed.assetId === null ? '--clip-missing' : clip.colour);
        continue;
      }
      const { assetId } = clip.placed;
      const found = assetId && peaks.get(assetId);
      if (assetId && !found) this.#missing.add(assetId);
      drawClip(onCanvas, clip, { left, right, top, height }, found);
    }
    marks.flush();
  }

  /** A waveform has come. */
  noteArrival(assetId: AssetId): void {
    if (this.#missing.has(assetId)) this.#isStale = true;
  }

  /** Whether it would look as it does if it were drawn of this lane. */
  isOf(lane: Lane, drawing: Omit<LaneDrawing, 'context'>): boolean {
    if (this.#isStale) return false;
    if (lane === this.#lane) return true;
    const clips = visibleClips(lane, drawing);
    const isSame =
      clips.length === this.#traces.length &&
      clips.every((clip, index) => looksLike(this.#traces[index]!, clip, drawing));
    if (isSame) this.#lane = lane;
    return isSame;
  }
}

/** Clips too small to be told apart are drawn as runs of one colour: the cost is that of the pixels, not of the clips. */
class Marks {
  readonly #drawing: LaneDrawing;
  #left = 0;
  #right = 0;
  #colour: LaneClip['colour'] | null = null;

  constructor(drawing: LaneDrawing) {
    this.#drawing = drawing;
  }

  add(left: number, right: number, colour: LaneClip['colour']): void {
    if (colour === this.#colour && left <= this.#right) {
      this.#right = Math.max(this.#right, right);
      return;
    }
    this.flush();
    this.#left = left;
    this.#right = right;
    this.#colour = colour;
  }

  flush(): void {
    if (this.#colour === null) return;
    const { context, palette } = this.#drawing;
    context.globalAlpha = 0.75;
    context.fillStyle = palette.get(this.#colour);
    context.fillRect(this.#left, LANE_PADDING_PX, this.#right - this.#left, CLIP_HEIGHT_PX);
    context.globalAlpha = 1;
    this.#colour = null;
  }
}

/** What can be seen: of clips that would fall on one pixel, the first. */
function visibleClips(lane: Lane, { originPx, widthPx, samplesPerPixel }: Omit<LaneDrawing, 'context'>): LaneClip[] {
  const fromSample = originPx * samplesPerPixel;
  const { first, end } = clipsBetween(lane, fromSample, (originPx + widthPx) * samplesPerPixel);
  const seen: LaneClip[] = [];
  for (let index = first; index < end; index++) {
    const clip = lane.clips[index]!;
    if (clip.endSample <= fromSample) continue;
    seen.push(clip);
    if (clip.placed.durationSamples < samplesPerPixel) index = lastOnPixel(lane, index, end, samplesPerPixel);
  }
  return seen;
}

/** The last of the clips that start on the pixel of this one and are no longer than a pixel: they are under it. */
function lastOnPixel({ clips }: Lane, first: number, end: number, samplesPerPixel: number): number {
  const nextPixel = (edgePx(clips[first]!.placed.startSample, samplesPerPixel) + 1) * samplesPerPixel;
  let index = first;
  while (index + 1 < end) {
    const { placed } = clips[index + 1]!;
    if (placed.startSample >= nextPixel || placed.durationSamples >= samplesPerPixel) break;
    index++;
  }
  return index;
}

function traceOf(clip: LaneClip, drawing: Omit<LaneDrawing, 'context'>): Trace {
  return { clip, label: shownLabel(clip, drawing), colour: clip.colour };
}

function shownLabel(clip: LaneClip, { samplesPerPixel }: Omit<LaneDrawing, 'context'>): string {
  const box = { left: 0, right: clip.placed.durationSamples / samplesPerPixel, top: 0, height: 0 };
  return hasLabel(box) ? clip.label : '';
}

function looksLike(trace: Trace, clip: LaneClip, drawing: Omit<LaneDrawing, 'context'>): boolean {
  const a = trace.clip.placed;
  const b = clip.placed;
  return (
    a.startSample === b.startSample &&
    a.durationSamples === b.durationSamples &&
    a.assetId === b.assetId &&
    a.sourceStartSample === b.sourceStartSample &&
    a.gainDb === b.gainDb &&
    a.fadeInSamples === b.fadeInSamples &&
    a.fadeOutSamples === b.fadeOutSamples &&
    a.loopSamples === b.loopSamples &&
    trace.colour === clip.colour &&
    trace.label === shownLabel(clip, drawing)
  );
}
