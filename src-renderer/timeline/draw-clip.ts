import { readPeaks } from '#shared/mix/peak-pyramid.ts';
import { dbToLinear } from '#shared/units.ts';
import type { LaneClip } from '../episode/lanes.ts';
import type { Surface } from './attach-layer.ts';
import { sourceStretches } from './source-stretches.ts';
import { edgePx, type TimelineView } from './timeline-view.ts';

export interface ClipBox {
  /** CSS pixels within the canvas; `left` and `right` may lie outside it. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
}

export interface ClipDrawing extends Surface {
  readonly view: TimelineView;
}

/** Below this a clip is a mark and no box: nothing in it could be read. */
const MIN_BOX_PX = 4;
const MIN_LABEL_PX = 28;
const LABEL_HEIGHT_PX = 16;
const PADDING_PX = 5;
/** A fade shorter than this is not drawn: it would look like a slanted edge. */
const MIN_FADE_PX = 6;

export function drawClip(
  drawing: ClipDrawing,
  clip: LaneClip,
  box: ClipBox,
  peaks: Uint8Array | null,
  isSelected: boolean,
): void {
  const { context, palette } = drawing;
  const left = Math.max(-2, box.left);
  const width = Math.min(drawing.widthPx + 2, box.right) - left;
  const isMissing = clip.placed.assetId === null;
  const colour = palette.get(isMissing ? '--clip-missing' : clip.colour);
  const isMark = box.right - box.left < MIN_BOX_PX;

  context.globalAlpha = isMark ? 0.75 : isSelected ? 0.34 : 0.16;
  context.fillStyle = colour;
  context.fillRect(left, box.top, Math.max(1, width), box.height);
  context.globalAlpha = 1;
  if (isMark) return;

  if (isMissing) drawMissing(drawing, box, left, width);
  else if (peaks) drawWaveform(drawing, clip, box, peaks, colour);
  drawFades(drawing, clip, box);
  // The edge where the clip begins, in full colour: neighbours stay apart at any zoom.
  context.fillStyle = colour;
  if (box.left >= 0) context.fillRect(box.left, box.top, 2, box.height);
  if (isSelected) {
    context.strokeStyle = palette.get('--accent');
    context.lineWidth = 1.5;
    context.strokeRect(left + 0.75, box.top + 0.75, width - 1.5, box.height - 1.5);
  }
  drawLabel(drawing, clip, left, width, box.top);
}

function drawWaveform(drawing: ClipDrawing, clip: LaneClip, box: ClipBox, peaks: Uint8Array, colour: string): void {
  const { context, view, widthPx, pixelRatio } = drawing;
  const samplesPerColumn = view.samplesPerPixel / pixelRatio;
  const windowEdge = edgePx(view.startSample, view.samplesPerPixel);
  const gain = dbToLinear(clip.placed.gainDb);
  const areaTop = (box.top + LABEL_HEIGHT_PX) * pixelRatio;
  const halfHeight = ((box.height - LABEL_HEIGHT_PX - 2) * pixelRatio) / 2;
  const middle = areaTop + halfHeight;
  const from = Math.max(0, box.left) + windowEdge;
  const to = Math.min(widthPx, box.right) + windowEdge;
  context.save();
  // Columns are device pixels: crisp at any pixel ratio.
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colour;
  for (const stretch of sourceStretches(clip.placed, from * view.samplesPerPixel, to * view.samplesPerPixel)) {
    const firstColumn = Math.floor(stretch.fromSample / samplesPerColumn) - windowEdge * pixelRatio;
    const endColumn = Math.floor(stretch.toSample / samplesPerColumn) - windowEdge * pixelRatio;
    const columns = Math.max(0, Math.round(endColumn - firstColumn));
    const channels = readPeaks(peaks, Math.round(stretch.sourceStartSample), samplesPerColumn, columns);
    for (let column = 0; column < columns; column++) {
      let low = 0;
      let high = 0;
      for (const { minimums, maximums } of channels) {
        low = Math.min(low, minimums[column]!);
        high = Math.max(high, maximums[column]!);
      }
      const up = Math.min(1, high * gain) * halfHeight;
      const down = Math.min(1, -low * gain) * halfHeight;
      context.fillRect(Math.round(firstColumn) + column, middle - up, 1, Math.max(1, up + down));
    }
  }
  context.restore();
}

/** Not spoken, or not found: an empty box with a broken line, at the length it is thought to have. */
function drawMissing({ context, palette }: ClipDrawing, box: ClipBox, left: number, width: number): void {
  context.save();
  context.strokeStyle = palette.get('--text-soft');
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.strokeRect(left + 0.5, box.top + 0.5, width - 1, box.height - 1);
  context.restore();
}

function drawFades({ context, palette, view }: ClipDrawing, { placed }: LaneClip, box: ClipBox): void {
  const fadeIn = placed.fadeInSamples / view.samplesPerPixel;
  const fadeOut = placed.fadeOutSamples / view.samplesPerPixel;
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

function drawLabel({ context, palette }: ClipDrawing, clip: LaneClip, left: number, width: number, top: number): void {
  const room = width - 2 * PADDING_PX;
  if (room < MIN_LABEL_PX || clip.label === '') return;
  context.font = palette.font;
  context.textBaseline = 'middle';
  context.fillStyle = palette.get('--clip-text');
  const text = fitted(context, clip.label, room);
  context.fillText(text, Math.max(0, left) + PADDING_PX, top + LABEL_HEIGHT_PX / 2 + 0.5);
}

/** The longest beginning that fits, found by halving. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
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
