import type { Studio } from '../app/studio.ts';
import { CanvasLayer } from './canvas-layer.ts';
import { Palette, watchTheme } from './palette.ts';
import { shownSamples } from './timeline-view.ts';

/** Draws every lane as a line of marks, whatever the number of clips: a pixel is coloured once. Ends by the returned function. */
export function attachOverviewLayer(canvas: HTMLCanvasElement, studio: Studio): () => void {
  let palette = new Palette(canvas);
  const layer = new CanvasLayer(canvas, (context, widthPx, heightPx) => {
    const { episode } = studio.state;
    if (!episode || episode.lanes.length === 0) return;
    const samplesPerPixel = shownSamples({ durationSamples: episode.durationSamples, widthPx }) / widthPx;
    const rowPx = heightPx / episode.lanes.length;
    for (const [index, lane] of episode.lanes.entries()) {
      let drawnTo = -1;
      for (const { placed, endSample, colour } of lane.clips) {
        const from = Math.max(drawnTo, Math.floor(placed.startSample / samplesPerPixel));
        const to = Math.max(from + 1, Math.floor(endSample / samplesPerPixel));
        if (to <= drawnTo) continue;
        context.fillStyle = palette.get(placed.assetId === null ? '--clip-missing' : colour);
        context.fillRect(from, index * rowPx, to - from, Math.max(1, rowPx - 1));
        drawnTo = to;
      }
    }
  });
  const endings = [
    studio.store.subscribe((state, before) => {
      if (state.episode !== before.episode) layer.invalidate();
    }),
    watchTheme(() => {
      palette = new Palette(canvas);
      layer.invalidate();
    }),
    () => layer.dispose(),
  ];
  return () => {
    for (const end of endings) end();
  };
}
