import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { LANE_HEIGHT_PX, RULER_HEIGHT_PX } from './lane-metrics.ts';
import { attachLanesLayer } from './lanes-layer.ts';
import { Playhead } from './playhead.tsx';
import { attachPointer, attachWheel } from './pointer-manners.ts';
import { attachRulerLayer } from './ruler-layer.ts';
import styles from './timeline.module.css';
import { TimelineGrid } from './timeline-grid.tsx';
import { TimelineResizer } from './timeline-resizer.tsx';
import { TimelineScrollbar } from './timeline-scrollbar.tsx';

const SCROLLBAR_HEIGHT_PX = 24;
/** Until a person says otherwise, as high as the lanes, and never more than a little under half of the window. */
const DEFAULT_SHARE = '46%';

export function Timeline({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const chosenHeightPx = useStudioState((state) => state.timelineHeightPx);
  const lanesHeightPx = episode.lanes.length * LANE_HEIGHT_PX;
  const naturalHeightPx = RULER_HEIGHT_PX + lanesHeightPx + SCROLLBAR_HEIGHT_PX;
  return (
    <section
      className={styles.timeline}
      aria-label={t('regions.timeline')}
      data-region="timeline"
      style={{ height: chosenHeightPx ?? naturalHeightPx, maxHeight: chosenHeightPx === null ? DEFAULT_SHARE : '80%' }}
    >
      <TimelineResizer naturalHeightPx={naturalHeightPx} />
      <div className={styles.corner}>
        <ActionButton action="view.zoomOut" icon={ZoomOut} label={t('timeline.zoomOut')} />
        <ActionButton action="view.zoomIn" icon={ZoomIn} label={t('timeline.zoomIn')} />
        <ActionButton action="view.fit" icon={Maximize2} label={t('timeline.fit')} />
      </div>
      <Ruler />
      <Lanes episode={episode} heightPx={lanesHeightPx} />
      <TimelineScrollbar episode={episode} />
    </section>
  );
}

function Ruler() {
  const { t } = useTranslation();
  const studio = useStudio();
  const attach = useCallback(
    (canvas: HTMLCanvasElement) => {
      const endings = [
        attachRulerLayer(canvas, studio),
        attachPointer(canvas, studio, false),
        attachWheel(canvas, () => canvas, studio),
      ];
      return () => {
        for (const end of endings) end();
      };
    },
    [studio],
  );
  return (
    <div className={styles.ruler}>
      <canvas ref={attach} role="img" aria-label={t('timeline.ruler')} />
      <Playhead hasHandle />
    </div>
  );
}

function Lanes({ episode, heightPx }: { readonly episode: EpisodeModel; readonly heightPx: number }) {
  const studio = useStudio();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const attachCanvas = useCallback(
    (canvas: HTMLCanvasElement) => {
      canvasRef.current = canvas;
      const endings = [attachLanesLayer(canvas, studio), attachPointer(canvas, studio, true)];
      return () => {
        canvasRef.current = null;
        for (const end of endings) end();
      };
    },
    [studio],
  );
  const attachScroller = useCallback(
    (scroller: HTMLDivElement) => attachWheel(scroller, () => canvasRef.current, studio),
    [studio],
  );
  return (
    <div ref={attachScroller} id="timeline-lanes" className={styles.lanes}>
      <TimelineGrid episode={episode} />
      <div className={styles.canvasPlace} style={{ height: heightPx }}>
        <canvas ref={attachCanvas} />
        <Playhead />
      </div>
    </div>
  );
}
