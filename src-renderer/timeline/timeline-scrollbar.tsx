import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { attachOverviewLayer } from './overview-layer.ts';
import styles from './timeline.module.css';
import { shownSamples } from './timeline-view.ts';

/** The whole episode in one strip, with a frame around what the timeline shows. Dragging the frame scrolls. */
export function TimelineScrollbar({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const view = useStudioState((state) => state.view);
  const widthPx = useStudioState((state) => state.timelineWidthPx);
  const grip = useRef<number | null>(null);
  const attach = useCallback((canvas: HTMLCanvasElement) => attachOverviewLayer(canvas, studio), [studio]);

  const total = shownSamples({ durationSamples: episode.durationSamples, widthPx });
  const shown = Math.min(1, (widthPx * view.samplesPerPixel) / total);
  const start = view.startSample / total;

  /** Puts the frame's left edge at a fraction of the strip. */
  const scrollTo = (fraction: number): void => {
    studio.scroll((fraction * total - view.startSample) / view.samplesPerPixel);
  };
  const fractionAt = (event: PointerEvent<HTMLElement>): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return (event.clientX - box.left) / box.width;
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = fractionAt(event);
    const isInside = at >= start && at < start + shown;
    grip.current = isInside ? at - start : shown / 2;
    if (!isInside) scrollTo(at - shown / 2);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (grip.current !== null) scrollTo(fractionAt(event) - grip.current);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const steps: Record<string, number> = { ArrowLeft: -0.1, ArrowRight: 0.1, PageUp: -0.9, PageDown: 0.9 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    studio.scroll(step * widthPx);
  };
  return (
    <div className={styles.overview}>
      <div
        className={styles.strip}
        role="scrollbar"
        aria-label={t('timeline.scroll')}
        aria-orientation="horizontal"
        aria-controls="timeline-lanes"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(start * 100)}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onLostPointerCapture={() => {
          grip.current = null;
        }}
        onKeyDown={onKeyDown}
      >
        <canvas ref={attach} />
        <div className={styles.frame} style={{ left: `${start * 100}%`, width: `${shown * 100}%` }} />
      </div>
    </div>
  );
}
