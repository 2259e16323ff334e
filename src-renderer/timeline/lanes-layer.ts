import type { Studio } from '../app/studio.ts';
import { attachLayer } from './attach-layer.ts';
import { fetchPeaks } from './fetch-peaks.ts';
import { LaneTiles } from './lane-tiles.ts';
import { PeaksStore } from './peaks-store.ts';

const PEAKS_BYTES = 64 * 1024 * 1024;

/** Draws the clips that can be seen, and tells the studio how wide the timeline is. Ends by the returned function. */
export function attachLanesLayer(canvas: HTMLCanvasElement, studio: Studio): () => void {
  const scroller = canvas.closest<HTMLElement>('[data-scroller]');
  const layer = attachLayer(canvas, studio, {
    draw(surface) {
      const { episode, view } = studio.state;
      if (!episode) return;
      const visibleTopPx = scroller?.scrollTop ?? 0;
      const visibleBottomPx = visibleTopPx + (scroller?.clientHeight ?? surface.heightPx);
      const isComplete = tiles.draw({ ...surface, view, lanes: episode.lanes, visibleTopPx, visibleBottomPx });
      if (!isComplete) layer.invalidate();
    },
    isSeen: (state, before) => state.view !== before.view || state.episode !== before.episode,
    onResize: (widthPx) => studio.setTimelineWidth(widthPx),
  });
  const peaks = new PeaksStore(
    fetchPeaks,
    (assetId) => {
      tiles.noteArrival(assetId);
      layer.invalidate();
    },
    PEAKS_BYTES,
  );
  const tiles = new LaneTiles(peaks);
  const onScroll = (): void => layer.invalidate();
  scroller?.addEventListener('scroll', onScroll, { passive: true });
  return () => {
    scroller?.removeEventListener('scroll', onScroll);
    layer.dispose();
  };
}
