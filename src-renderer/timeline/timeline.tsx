import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { AddTrack } from './add-track.tsx';
import { attachDrops } from './attach-drops.ts';
import { attachWheel } from './attach-wheel.ts';
import { LANE_HEIGHT_PX, RULER_HEIGHT_PX } from './lane-metrics.ts';
import { attachLanesLayer } from './lanes-layer.ts';
import { LanesPointer } from './lanes-pointer.ts';
import { MarkerName } from './marker-name.tsx';
import { MarkersButton } from './markers-button.tsx';
import { attachOverlay } from './overlay.ts';
import { Playhead } from './playhead.tsx';
import { attachRulerLayer } from './ruler-layer.ts';
import { RulerPointer } from './ruler-pointer.ts';
import styles from './timeline.module.css';
import { TimelineGrid } from './timeline-grid.tsx';
import { TimelineResizer } from './timeline-resizer.tsx';
import { TimelineScrollbar } from './timeline-scrollbar.tsx';

const SCROLLBAR_HEIGHT_PX = 24;
const ADD_ROW_PX = 28;
/** Until a person says otherwise, as high as the lanes, and never more than a little under half of the window. */
const DEFAULT_SHARE = '46%';

export function Timeline({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const chosenHeightPx = useStudioState((state) => state.timelineHeightPx);
  const lanesHeightPx = episode.lanes.length * LANE_HEIGHT_PX;
  const naturalHeightPx = RULER_HEIGHT_PX + lanesHeightPx + ADD_ROW_PX + SCROLLBAR_HEIGHT_PX;
  return (
    <section
      className={styles.timeline}
      aria-label={t('regions.timeline')}
      data-region="timeline"
      style={{ height: chosenHeightPx ?? naturalHeightPx, maxHeight: chosenHeightPx === null ? DEFAULT_SHARE : '80%' }}
    >
      <TimelineResizer naturalHeightPx={naturalHeightPx} />
      <div className={styles.corner}>
        <ActionButton size="small" action="view.zoomOut" icon={ZoomOut} label={t('timeline.zoomOut')} />
        <ActionButton size="small" action="view.zoomIn" icon={ZoomIn} label={t('timeline.zoomIn')} />
        <ActionButton size="small" action="view.fit" icon={Maximize2} label={t('timeline.fit')} />
        <MarkersButton episode={episode} />
      </div>
      <Ruler episode={episode} />
      <Lanes episode={episode} heightPx={lanesHeightPx} />
      <TimelineScrollbar episode={episode} />
    </section>
  );
}

function Ruler({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const attach = useCallback(
    (canvas: HTMLCanvasElement) => {
      const endDrawing = attachRulerLayer(canvas, studio);
      const endWheel = attachWheel(canvas, () => canvas, studio);
      const pointer = new RulerPointer(canvas, studio);
      return () => {
        endDrawing();
        endWheel();
        pointer.dispose();
      };
    },
    [studio],
  );
  return (
    <div className={styles.ruler}>
      <canvas ref={attach} role="img" aria-label={t('timeline.ruler')} />
      <Playhead hasHandle />
      <MarkerName episode={episode} />
    </div>
  );
}

function Lanes({ episode, heightPx }: { readonly episode: EpisodeModel; readonly heightPx: number }) {
  const studio = useStudio();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const attachCanvas = useCallback(
    (canvas: HTMLCanvasElement) => {
      canvasRef.current = canvas;
      const endDrawing = attachLanesLayer(canvas, studio);
      return () => {
        canvasRef.current = null;
        endDrawing();
      };
    },
    [studio],
  );
  const attachFront = useCallback(
    (canvas: HTMLCanvasElement) => {
      const endDrawing = attachOverlay(canvas, studio);
      const pointer = new LanesPointer(canvas, studio);
      return () => {
        endDrawing();
        pointer.dispose();
      };
    },
    [studio],
  );
  const attachScroller = useCallback(
    (scroller: HTMLDivElement) => {
      const endWheel = attachWheel(scroller, () => canvasRef.current, studio);
      const endDrops = attachDrops(scroller, () => canvasRef.current, studio);
      return () => {
        endWheel();
        endDrops();
      };
    },
    [studio],
  );
  return (
    <div ref={attachScroller} id="timeline-lanes" className={styles.lanes} data-scroller>
      <div>
        <TimelineGrid episode={episode} />
        <AddTrack episode={episode} />
      </div>
      <div className={styles.canvasPlace} style={{ height: heightPx }}>
        <canvas ref={attachCanvas} />
        <canvas ref={attachFront} className={styles.front} />
        <Playhead />
      </div>
    </div>
  );
}
