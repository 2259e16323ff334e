import type { Studio } from '../app/studio.ts';
import { clipsBetween, type Lane } from '../episode/lanes.ts';
import { attachLayer } from './attach-layer.ts';
import { type ClipDrawing, drawClip } from './draw-clip.ts';
import { fetchPeaks } from './fetch-peaks.ts';
import { LANE_HEIGHT_PX, LANE_PADDING_PX, laneTopPx } from './lane-metrics.ts';
import { PeaksStore } from './peaks-store.ts';
import { windowPx } from './timeline-view.ts';

const PEAKS_BYTES = 64 * 1024 * 1024;

/** Draws the clips that can be seen, and tells the studio how wide the timeline is. Ends by the returned function. */
export function attachLanesLayer(canvas: HTMLCanvasElement, studio: Studio): () => void {
  const layer = attachLayer(canvas, studio, {
    draw(surface) {
      const { episode, view } = studio.state;
      const drawing = { ...surface, view };
      for (const [index, lane] of episode?.lanes.entries() ?? []) drawLane(drawing, lane, laneTopPx(index));
    },
    isSeen: (state, before) =>
      state.view !== before.view || state.episode !== before.episode || state.selectedId !== before.selectedId,
    onResize: (widthPx) => studio.setTimelineWidth(widthPx),
  });
  const peaks = new PeaksStore(fetchPeaks, () => layer.invalidate(), PEAKS_BYTES);

  function drawLane(drawing: ClipDrawing, lane: Lane, top: number): void {
    const { context, palette, view, widthPx } = drawing;
    context.fillStyle = palette.get('--lane-line');
    context.fillRect(0, top + LANE_HEIGHT_PX - 1, widthPx, 1);
    const { first, end } = clipsBetween(lane, view.startSample, view.startSample + widthPx * view.samplesPerPixel);
    for (let index = first; index < end; index++) {
      const clip = lane.clips[index]!;
      if (clip.endSample <= view.startSample) continue;
      const box = {
        left: windowPx(clip.placed.startSample, view),
        right: windowPx(clip.endSample, view),
        top: top + LANE_PADDING_PX,
        height: LANE_HEIGHT_PX - 2 * LANE_PADDING_PX - 1,
      };
      const { assetId, recordId } = clip.placed;
      drawClip(drawing, clip, box, assetId && peaks.get(assetId), recordId === studio.state.selectedId);
    }
  }

  return () => layer.dispose();
}
