import { readPeaks } from '#shared/mix/peak-pyramid.ts';
import { dbToLinear } from '#shared/units.ts';
import type { LaneClip } from '../episode/lanes.ts';
import type { Palette } from './palette.ts';
import { sourceStretches } from './source-stretches.ts';

export interface ClipBox {
  /** CSS pixels within the canvas; `left` and `right` may lie outside it. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
}

/** A piece of a lane to draw on. */
export interface LaneDrawing {
  readonly context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  readonly palette: Palette;
  readonly widthPx: number;
  readonly pixelRatio: number;
  readonly samplesPerPixel: number;
  /** CSS pixels from the start of the episode to the left edge of the canvas. */
  readonly originPx: number;
}

/** Below this a clip is a mark and no box: nothing in it could be read. */
export const MIN_BOX_PX = 4;
const MIN_LABEL_PX = 28;
export const LABEL_HEIGHT_PX = 16;
const PADDING_PX = 5;
export const LONGEST_LABEL_PX = 480;
/** A fade shorter than this is not drawn: it would look like a slanted edge. */
const MIN_FADE_PX = 6;

/** The box, its waveform, fades and words. What depends on the moment (selection, handles) is drawn over it elsewhere. */
export function drawClip(drawing: LaneDrawing, clip: LaneClip, box: ClipBox, peaks: Uint8Array | null): void {
  const { context, palette } = drawing;
  const left = Math.max(-2, box.left);
  const width = Math.min(drawing.widthPx + 2, box.right) - left;
  const isMissing = clip.placed.assetId === null;
  const colour = palette.get(isMissing ? '--clip-missing' : clip.colour);
  context.globalAlpha = palette.isHighContrast ? 0.08 : 0.16;
  context.fillStyle = colour;
  context.fillRect(left, box.top, Math.max(1, width), box.height);
  context.globalAlpha = 1;

  if (isMissing) drawMissing(drawing, box, left, width);
  else if (peaks) drawWaveform(drawing, clip, box, peaks, colour);
  drawFades(drawing, clip, box);
  // The edge where the clip begins, in full colour: neighbours stay apart at any zoom.
  context.fillStyle = colour;
  if (box.left >= 0) context.fillRect(box.left, box.top, Math.min(2, box.right - box.left), box.height);
  if (palette.isHighContrast) {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, box.top + 0.5, width - 1, box.height - 1);
  }
  drawLabel(drawing, clip, box);
}

function drawWaveform(drawing: LaneDrawing, clip: LaneClip, box: ClipBox, peaks: Uint8Array, colour: string): void {
  const { context, widthPx, pixelRatio, samplesPerPixel, originPx } = drawing;
  const samplesPerColumn = samplesPerPixel / pixelRatio;
  const gain = dbToLinear(clip.placed.gainDb);
  const areaTop = (box.top + LABEL_HEIGHT_PX) * pixelRatio;
  const halfHeight = ((box.height - LABEL_HEIGHT_PX - 2) * pixelRatio) / 2;
  const middle = areaTop + halfHeight;
  const from = (Math.max(0, box.left) + originPx) * samplesPerPixel;
  const to = (Math.min(widthPx, box.right) + originPx) * samplesPerPixel;
  context.save();
  // Columns are device pixels: crisp at any pixel ratio.
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colour;
  for (const stretch of sourceStretches(clip.placed, from, to)) {
    const firstColumn = Math.floor(stretch.fromSample / samplesPerColumn) - originPx * pixelRatio;
    const endColumn = Math.floor(stretch.toSample / samplesPerColumn) - originPx * pixelRatio;
    const columns = Math.max(0, Math.round(endColumn - firstColumn));
    const channels = readPeaks(peaks, Math.round(stretch.sourceStartSample), samplesPerColumn, columns);
    const x = Math.round(firstColumn);
    for (let column = 0; column < columns; column++) {
      let low = 0;
      let high = 0;
      for (const { minimums, maximums } of channels) {
        low = Math.min(low, minimums[column]!);
        high = Math.max(high, maximums[column]!);
      }
      const up = Math.min(1, high * gain) * halfHeight;
      const down = Math.min(1, -low * gain) * halfHeight;
      context.fillRect(x + column, middle - up, 1, Math.max(1, up + down));
    }
  }
  context.restore();
}

/** Not spoken, or not found: an empty box with a broken line, at the length it is thought to have. */
function drawMissing({ context, palette }: LaneDrawing, box: ClipBox, left: number, width: number): void {
  context.save();
  context.strokeStyle = palette.get('--text-soft');
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.strokeRect(left + 0.5, box.top + 0.5, width - 1, box.height - 1);
  context.restore();
}

function drawFades({ context, palette, samplesPerPixel }: LaneDrawing, { placed }: LaneClip, box: ClipBox): void {
  const fadeIn = placed.fadeInSamples / samplesPerPixel;
  const fadeOut = placed.fadeOutSamples / samplesPerPixel;
  if (fadeIn < MIN_FADE_PX && fadeOut < MIN_FADE_PX) return;
  // Below the label, which must stay readable.
  const top = box.top + LABEL_HEIGHT_PX;
  const bottom = box.top + box.height - 0.5;
  context.strokeStyle = palette.get('--text-soft');
  context.lineWidth = 1;
  context.beginPath();
  if (fadeIn >= MIN_FADE_PX) {
    context.moveTo(box.left, bottom);
    context.lineTo(box.left + fadeIn, top);
  }
  if (fadeOut >= MIN_FADE_PX) {
    context.moveTo(box.right - fadeOut, top);
    context.lineTo(box.right, bottom);
  }
  context.stroke();
}

/** Room for words at the left of a clip, from its own left edge. */
export function hasLabel(box: ClipBox): boolean {
  return box.right - box.left - 2 * PADDING_PX >= MIN_LABEL_PX;
}

/** Where it is in the clip: a clip that reaches over several tiles has its words drawn in part by each. */
function drawLabel({ context, palette, widthPx }: LaneDrawing, clip: LaneClip, box: ClipBox): void {
  const left = box.left + PADDING_PX;
  // As far as any label reaches.
  if (!hasLabel(box) || left > widthPx || left + LONGEST_LABEL_PX < 0) return;
  const { label } = clip;
  if (label === '') return;
  context.font = palette.font;
  context.textBaseline = 'middle';
  context.fillStyle = palette.get('--clip-text');
  const text = fitted(context, label, Math.min(LONGEST_LABEL_PX, box.right - left - PADDING_PX));
  context.fillText(text, left, box.top + LABEL_HEIGHT_PX / 2 + 0.5);
}

/** The longest beginning that fits, found by halving. */
export function fitted(context: LaneDrawing['context'], text: string, room: number): string {
  // A clip never has room for more: measuring a page of text would cost more than drawing it.
  const candidate = text.slice(0, Math.ceil(room / 3));
  if (candidate.length === text.length && context.measureText(text).width <= room) return text;
  let low = 0;
  let high = candidate.length;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (context.measureText(`${candidate.slice(0, middle)}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${candidate.slice(0, low).trimEnd()}…`;
}
