import type { Studio } from '../app/studio.ts';
import type { Lane } from '../episode/lanes.ts';
import { attachLayer, type Surface } from './attach-layer.ts';
import { shownSamples } from './timeline-view.ts';

/** Draws every lane as a line of marks. Ends by the returned function. */
export function attachOverviewLayer(canvas: HTMLCanvasElement, studio: Studio): () => void {
  const layer = attachLayer(canvas, studio, {
    draw(surface) {
      const { episode } = studio.state;
      if (!episode) return;
      const { widthPx, heightPx } = surface;
      const samplesPerPixel = shownSamples({ durationSamples: episode.durationSamples, widthPx }) / widthPx;
      const rowPx = heightPx / Math.max(1, episode.lanes.length);
      for (const [index, lane] of episode.lanes.entries()) {
        drawMarks(surface, lane, samplesPerPixel, index * rowPx, Math.max(1, rowPx - 1));
      }
    },
    isSeen: (state, before) => state.episode !== before.episode,
  });
  return () => layer.dispose();
}

/** Whatever the number of clips, a pixel is coloured once. */
function drawMarks(
  { context, palette }: Surface,
  lane: Lane,
  samplesPerPixel: number,
  top: number,
  height: number,
): void {
  let drawnTo = -1;
  for (const { placed, endSample, colour } of lane.clips) {
    const from = Math.max(drawnTo, Math.floor(placed.startSample / samplesPerPixel));
    const to = Math.max(from + 1, Math.floor(endSample / samplesPerPixel));
    if (to <= drawnTo) continue;
    context.fillStyle = palette.get(placed.assetId === null ? '--clip-missing' : colour);
    context.fillRect(from, top, to - from, height);
    drawnTo = to;
  }
}
