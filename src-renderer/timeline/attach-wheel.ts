import type { Studio } from '../app/studio.ts';

/** A notch of a wheel is about 100 units: a fifth nearer or farther. */
const ZOOM_PER_UNIT = Math.log(1.2) / 100;
const LINE_PX = 20;

/**
 * Wheel: scrolls along; with Ctrl (or a pinch) it zooms about the pointer. Where the lanes are higher than their
 * window, a plain wheel scrolls those, and Shift scrolls along.
 */
export function attachWheel(element: HTMLElement, canvas: () => HTMLElement | null, studio: Studio): () => void {
  const onWheel = (event: WheelEvent): void => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const atPx = event.clientX - (canvas()?.getBoundingClientRect().left ?? 0);
      studio.zoom(Math.exp(event.deltaY * unit * ZOOM_PER_UNIT), Math.max(0, atPx));
      return;
    }
    const isTall = element.scrollHeight > element.clientHeight;
    const alongPx = event.deltaX || (event.shiftKey || !isTall ? event.deltaY : 0);
    if (alongPx === 0) return;
    event.preventDefault();
    studio.scroll(alongPx * unit);
  };
  // React listens passively: the page would scroll and zoom along.
  element.addEventListener('wheel', onWheel, { passive: false });
  return () => element.removeEventListener('wheel', onWheel);
}
