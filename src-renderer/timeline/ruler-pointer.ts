import type { RecordId } from '#shared/ids.ts';
import type { Studio } from '../app/studio.ts';
import type { LoopRange } from '../player/programme-walk.ts';
import { moveChapter, moveMarker } from './edits/marks.ts';
import { snapDelta, snapPlaces } from './edits/snap.ts';
import { MARKS_HEIGHT_PX, RANGE_HEIGHT_PX } from './lane-metrics.ts';
import { TimelineDrag } from './timeline-drag.ts';
import { sampleAtPx } from './timeline-view.ts';

const DRAG_PX = 3;
const FLAG_REACH_PX = 9;
const EDGE_REACH_PX = 5;

/** One way of dragging in the ruler. */
interface RulerDrag {
  to(sample: number): void;
  end(): void;
  cancel(): void;
}

interface Press {
  readonly x: number;
  readonly y: number;
  readonly sample: number;
  readonly isRange: boolean;
}

type Mark = { readonly kind: 'marker' | 'chapter'; readonly id: RecordId; readonly sample: number };

/**
 * Dragging over the time scrubs; in the strip above it, or with Shift, it selects a range; a marker or chapter goes
 * where it is dragged. Pressing goes there. A marker pressed twice is renamed.
 */
export class RulerPointer {
  readonly #canvas: HTMLElement;
  readonly #studio: Studio;
  readonly #listening = new AbortController();
  #press: Press | null = null;
  #drag: RulerDrag | null = null;

  constructor(canvas: HTMLElement, studio: Studio) {
    this.#canvas = canvas;
    this.#studio = studio;
    const { signal } = this.#listening;
    canvas.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    canvas.addEventListener('pointermove', (event) => this.#move(event), { signal });
    canvas.addEventListener('pointerup', () => this.#up(), { signal });
    canvas.addEventListener('pointercancel', () => this.#cancel(), { signal });
    canvas.addEventListener('dblclick', (event) => this.#rename(event), { signal });
    window.addEventListener('keydown', (event) => this.#key(event), { signal, capture: true });
  }

  dispose(): void {
    this.#cancel();
    this.#listening.abort();
  }

  #pointOf(event: MouseEvent): { readonly x: number; readonly y: number; readonly sample: number } {
    const box = this.#canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const { view, episode } = this.#studio.state;
    const sample = Math.min(Math.max(0, sampleAtPx(x, view)), episode?.durationSamples ?? 0);
    return { x, y: event.clientY - box.top, sample };
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    const point = this.#pointOf(event);
    const isStrip = point.y >= MARKS_HEIGHT_PX && point.y < MARKS_HEIGHT_PX + RANGE_HEIGHT_PX;
    this.#press = { ...point, isRange: event.shiftKey || isStrip };
    // Heard at once; what follows may be a drag.
    if (!this.#press.isRange) this.#studio.seek(point.sample);
  }

  #move(event: PointerEvent): void {
    const point = this.#pointOf(event);
    if (!this.#press) {
      this.#canvas.style.cursor = this.#cursorAt(point);
      return;
    }
    if (!this.#drag) {
      if (Math.abs(point.x - this.#press.x) < DRAG_PX) return;
      this.#drag = this.#begin(this.#press, event.altKey);
      this.#studio.timeline.sketch.set({ isDragging: true });
    }
    this.#drag.to(point.sample);
  }

  #up(): void {
    const press = this.#press;
    const drag = this.#drag;
    this.#press = null;
    this.#drag = null;
    drag?.end();
    if (drag) this.#studio.timeline.sketch.clear();
    if (!press || drag || !press.isRange) return;
    this.#studio.transport.setRange(null);
    this.#studio.seek(press.sample);
  }

  #cancel(): void {
    this.#drag?.cancel();
    if (this.#drag) this.#studio.timeline.sketch.clear();
    this.#press = null;
    this.#drag = null;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#drag) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  }

  #begin(press: Press, isFree: boolean): RulerDrag {
    const mark = press.y < MARKS_HEIGHT_PX ? this.#markAt(press.x) : null;
    if (mark) return this.#dragMark(mark, isFree);
    if (press.isRange) return this.#dragRange(press.sample);
    return this.#scrub();
  }

  #scrub(): RulerDrag {
    const { transport } = this.#studio;
    return {
      to: (sample) => transport.scrub(sample),
      end: () => transport.endScrub(),
      cancel: () => transport.endScrub(),
    };
  }

  /** From an edge of the range there is, else anew. */
  #dragRange(from: number): RulerDrag {
    const { transport, state } = this.#studio;
    const before = transport.state.range;
    const snap = this.#snapper();
    const reach = EDGE_REACH_PX * state.view.samplesPerPixel;
    const isNear = (edge: number | undefined): boolean => edge !== undefined && Math.abs(edge - from) <= reach;
    const fixed = isNear(before?.startSample)
      ? before!.endSample
      : isNear(before?.endSample)
        ? before!.startSample
        : snap(from);
    return {
      to: (sample) => transport.setRange(rangeOf(fixed, snap(sample))),
      end: () => {},
      cancel: () => transport.setRange(before),
    };
  }

  #dragMark(mark: Mark, isFree: boolean): RulerDrag {
    const { state, timeline } = this.#studio;
    const { model } = timeline;
    if (!model || !state.session) return this.#scrub();
    const drag = new TimelineDrag(state.session, 'mark');
    const snap = this.#snapper(mark.id);
    return {
      to: (sample) => {
        const at = isFree ? sample : snap(sample);
        drag.apply(mark.kind === 'marker' ? [moveMarker(model, mark.id, at)] : moveChapter(model, mark.id, at));
      },
      end: () => drag.commit(),
      cancel: () => drag.cancel(),
    };
  }

  /** Draws places to what is near; made once for a drag. */
  #snapper(movingId?: RecordId): (sample: number) => number {
    const { episode, settings, view } = this.#studio.state;
    if (!episode || !settings.isSnapping) return (sample) => sample;
    const places = snapPlaces({
      layout: episode.layout,
      playheadSample: this.#studio.positionSample,
      range: null,
      isMoving: (id) => id === movingId,
    });
    return (sample) => snapDelta([sample], 0, places, view).deltaSamples + sample;
  }

  #markAt(x: number): Mark | null {
    const { episode, view } = this.#studio.state;
    if (!episode) return null;
    const marks: Mark[] = [
      ...episode.layout.markers.map(
        ({ markerId, atSample }) => ({ kind: 'marker', id: markerId, sample: atSample }) as const,
      ),
      ...episode.chapters.flatMap(({ headingId, startSample }) =>
        headingId === null ? [] : [{ kind: 'chapter', id: headingId, sample: startSample } as const],
      ),
    ];
    const pxOf = ({ sample }: Mark): number => (sample - view.startSample) / view.samplesPerPixel;
    return marks.find((mark) => x - pxOf(mark) >= -EDGE_REACH_PX && x - pxOf(mark) <= FLAG_REACH_PX) ?? null;
  }

  #cursorAt({ x, y, sample }: { readonly x: number; readonly y: number; readonly sample: number }): string {
    if (y < MARKS_HEIGHT_PX) return this.#markAt(x) ? 'ew-resize' : 'default';
    const { range } = this.#studio.state.transport;
    const reach = EDGE_REACH_PX * this.#studio.state.view.samplesPerPixel;
    const isEdge = range && [range.startSample, range.endSample].some((edge) => Math.abs(edge - sample) <= reach);
    if (y < MARKS_HEIGHT_PX + RANGE_HEIGHT_PX) return isEdge ? 'ew-resize' : 'text';
    return 'default';
  }

  #rename(event: MouseEvent): void {
    const { x, y } = this.#pointOf(event);
    const mark = y < MARKS_HEIGHT_PX ? this.#markAt(x) : null;
    if (mark?.kind === 'marker') this.#studio.timeline.set({ renamingMarkerId: mark.id });
  }
}

function rangeOf(a: number, b: number): LoopRange {
  return { startSample: Math.min(a, b), endSample: Math.max(a, b) };
}
