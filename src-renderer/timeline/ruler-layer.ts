import type { Studio } from '../app/studio.ts';
import { attachLayer, type Surface } from './attach-layer.ts';
import { fitted } from './draw-clip.ts';
import { MARKS_HEIGHT_PX, RANGE_HEIGHT_PX } from './lane-metrics.ts';
import { rulerTicks } from './ruler-ticks.ts';
import { type TimelineView, windowPx } from './timeline-view.ts';

const TICK_PX = 4;
const LABEL_TICK_PX = 8;
const FLAG_PX = 7;

/** Draws chapters and markers, the selected range, and time above the lanes. Ends by the returned function. */
export function attachRulerLayer(canvas: HTMLCanvasElement, studio: Studio): () => void {
  const layer = attachLayer(canvas, studio, {
    draw(surface) {
      const { view } = studio.state;
      surface.context.font = surface.palette.font;
      surface.context.textBaseline = 'middle';
      drawRange(surface, studio);
      drawTicks(surface, view);
      drawMarks(surface, studio);
    },
    isSeen: (state, before) =>
      state.view !== before.view || state.episode !== before.episode || state.transport !== before.transport,
  });
  return () => layer.dispose();
}

function drawTicks({ context, palette, widthPx, heightPx }: Surface, view: TimelineView): void {
  const end = view.startSample + widthPx * view.samplesPerPixel;
  for (const { sample, label } of rulerTicks(view.startSample, end, view.samplesPerPixel)) {
    const x = windowPx(sample, view);
    const height = label === null ? TICK_PX : LABEL_TICK_PX;
    context.fillStyle = palette.get('--ruler-tick');
    context.fillRect(x, heightPx - height, 1, height);
    if (label === null) continue;
    context.fillStyle = palette.get('--text-soft');
    context.fillText(label, x + 4, MARKS_HEIGHT_PX + RANGE_HEIGHT_PX + 10);
  }
}

/** The strip a range is drawn in, and the range. */
function drawRange({ context, palette, widthPx, heightPx }: Surface, studio: Studio): void {
  const { view, transport } = studio.state;
  context.fillStyle = palette.get('--surface-sunken');
  context.fillRect(0, MARKS_HEIGHT_PX, widthPx, RANGE_HEIGHT_PX);
  const { range, isLooping } = transport;
  if (!range) return;
  const left = windowPx(range.startSample, view);
  const width = Math.max(2, windowPx(range.endSample, view) - left);
  context.fillStyle = palette.get('--accent');
  context.globalAlpha = 0.08;
  context.fillRect(left, 0, width, heightPx);
  context.globalAlpha = isLooping ? 1 : 0.45;
  context.fillRect(left, MARKS_HEIGHT_PX + 1, width, RANGE_HEIGHT_PX - 2);
  context.globalAlpha = 1;
}

interface Mark {
  readonly sample: number;
  readonly text: string;
  readonly isMarker: boolean;
}

/** A flag where each chapter begins and each marker stands; its words have the room up to the next. */
function drawMarks(surface: Surface, studio: Studio): void {
  const { context, palette, widthPx } = surface;
  const { episode, view } = studio.state;
  const marks: Mark[] = [
    ...(episode?.chapters ?? []).map(({ startSample, title }) => ({
      sample: startSample,
      text: title,
      isMarker: false,
    })),
    ...(episode?.layout.markers ?? []).map(({ atSample, text }) => ({ sample: atSample, text, isMarker: true })),
  ].sort((a, b) => a.sample - b.sample);
  for (const [index, { sample, text, isMarker }] of marks.entries()) {
    const left = windowPx(sample, view);
    const next = marks[index + 1];
    const right = next ? Math.min(widthPx, windowPx(next.sample, view)) : widthPx;
    if (right <= 0 || left >= widthPx) continue;
    context.fillStyle = palette.get(isMarker ? '--accent' : '--border-strong');
    if (isMarker) drawFlag(context, left);
    else context.fillRect(left, 0, 1, MARKS_HEIGHT_PX);
    // A chapter that began before the window keeps its title in sight.
    const from = (isMarker ? left + FLAG_PX : Math.max(0, left)) + 5;
    const room = right - from - 4;
    if (room < 16) continue;
    context.fillStyle = palette.get(isMarker ? '--text-soft' : '--text');
    context.fillText(fitted(context, text, room), from, MARKS_HEIGHT_PX / 2 + 1);
  }
}

function drawFlag(context: CanvasRenderingContext2D, x: number): void {
  context.fillRect(x, 2, 1.5, MARKS_HEIGHT_PX - 2);
  context.beginPath();
  context.moveTo(x, 2);
  context.lineTo(x + FLAG_PX, 5.5);
  context.lineTo(x, 9);
  context.fill();
}
