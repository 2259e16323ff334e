import type { Chapter } from '#shared/layout/layout.ts';
import type { Studio } from '../app/studio.ts';
import { attachLayer, type Surface } from './attach-layer.ts';
import { rulerTicks } from './ruler-ticks.ts';
import { type TimelineView, windowPx } from './timeline-view.ts';

const CHAPTER_ROW_PX = 18;
const TICK_PX = 4;
const LABEL_TICK_PX = 8;

/** Draws time and chapters above the lanes. Ends by the returned function. */
export function attachRulerLayer(canvas: HTMLCanvasElement, studio: Studio): () => void {
  const layer = attachLayer(canvas, studio, {
    draw(surface) {
      const { episode, view } = studio.state;
      surface.context.font = surface.palette.font;
      surface.context.textBaseline = 'middle';
      drawTicks(surface, view);
      drawChapters(surface, view, episode?.chapters ?? []);
    },
    isSeen: (state, before) => state.view !== before.view || state.episode !== before.episode,
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
    context.fillText(label, x + 4, CHAPTER_ROW_PX + 11);
  }
}

/** A flag where each chapter begins; its title has the room up to the next. */
function drawChapters({ context, palette, widthPx }: Surface, view: TimelineView, chapters: readonly Chapter[]): void {
  for (const { startSample, endSample, title } of chapters) {
    const left = windowPx(startSample, view);
    const right = Math.min(widthPx, windowPx(endSample, view));
    if (right <= 0 || left >= widthPx) continue;
    context.fillStyle = palette.get('--border-strong');
    context.fillRect(left, 0, 1, CHAPTER_ROW_PX);
    context.save();
    context.beginPath();
    context.rect(Math.max(0, left), 0, right - Math.max(0, left) - 4, CHAPTER_ROW_PX);
    context.clip();
    context.fillStyle = palette.get('--text');
    // A chapter that began before the window keeps its title in sight.
    context.fillText(title, Math.max(0, left) + 6, CHAPTER_ROW_PX / 2 + 1);
    context.restore();
  }
}
