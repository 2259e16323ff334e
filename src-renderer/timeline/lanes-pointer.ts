import type { RecordId } from '#shared/ids.ts';
import type { Studio } from '../app/studio.ts';
import { clipAt, clipsBetween, type LaneClip } from '../episode/lanes.ts';
import { type ClipGesture, clipGesture } from './clip-gestures.ts';
import type { EditName } from './edit-name.ts';
import { type ClipTarget, endOf, startOf, targetOf } from './edits/editable.ts';
import { gainOf } from './edits/level-clip.ts';
import { gestureText } from './gesture-text.ts';
import { CURSORS, type Zone, zoneAt } from './hit-test.ts';
import { CLIP_HEIGHT_PX, LANE_HEIGHT_PX, LANE_PADDING_PX, laneAtPx, laneTopPx } from './lane-metrics.ts';
import { selectedKeys, selectedTargets } from './selected-clips.ts';
import { TimelineDrag } from './timeline-drag.ts';
import { sampleAtPx } from './timeline-view.ts';

/** Less than this is a press, not a drag: hands shake. */
const DRAG_PX = 4;
/** Near an edge of the lanes a drag scrolls. */
const SCROLL_ZONE_PX = 24;
const SCROLL_PX = 14;

const EDIT_OF_ZONE: Readonly<Record<Zone, EditName>> = {
  body: 'move',
  start: 'trim',
  end: 'trim',
  fadeIn: 'fade',
  fadeOut: 'fade',
  gain: 'gain',
};

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Hit {
  readonly clip: LaneClip;
  readonly target: ClipTarget;
  readonly zone: Zone;
  readonly boxTop: number;
}

/** What was pressed, until it is known whether it is a press or a drag. */
interface Press {
  readonly at: Point;
  readonly sample: number;
  readonly hit: Hit | null;
  readonly isExtending: boolean;
}

/** Pressing selects and goes there; dragging a clip works on it, dragging from nothing selects what it touches. */
export class LanesPointer {
  readonly #canvas: HTMLElement;
  readonly #studio: Studio;
  #press: Press | null = null;
  #gesture: { readonly gesture: ClipGesture; readonly hit: Hit; readonly drag: TimelineDrag } | null = null;
  #isMarquee = false;
  readonly #listening = new AbortController();

  constructor(canvas: HTMLElement, studio: Studio) {
    this.#canvas = canvas;
    this.#studio = studio;
    const { signal } = this.#listening;
    canvas.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    canvas.addEventListener('pointermove', (event) => this.#move(event), { signal });
    canvas.addEventListener('pointerup', () => this.#up(), { signal });
    canvas.addEventListener('pointercancel', () => this.#cancel(), { signal });
    canvas.addEventListener('pointerleave', () => this.#studio.timeline.sketch.set({ hover: null }), { signal });
    window.addEventListener('keydown', (event) => this.#key(event), { signal, capture: true });
  }

  dispose(): void {
    this.#cancel();
    this.#listening.abort();
  }

  #pointOf(event: PointerEvent): Point {
    const box = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 || !this.#studio.state.episode) return;
    this.#canvas.setPointerCapture(event.pointerId);
    const at = this.#pointOf(event);
    const hit = this.#hitAt(at);
    const isExtending = event.shiftKey || event.ctrlKey || event.metaKey;
    if (hit && event.altKey === false) this.#selectHit(hit, event);
    this.#press = { at, sample: sampleAtPx(at.x, this.#studio.state.view), hit, isExtending };
  }

  /** What is selected already stays so, that several can be dragged. */
  #selectHit({ clip, zone }: Hit, event: PointerEvent): void {
    const { recordId, key } = clip.placed;
    const { selection, episode } = this.#studio.state;
    if (event.ctrlKey || event.metaKey) this.#studio.select(recordId, { extend: 'toggle', isSeeking: false });
    else if (event.shiftKey) this.#studio.select(recordId, { extend: 'range', isSeeking: false });
    else if (zone !== 'body' || !episode || !selectedKeys(episode, selection).includes(key)) {
      this.#studio.select(recordId, { clipKey: key, isSeeking: false });
    }
  }

  #move(event: PointerEvent): void {
    const at = this.#pointOf(event);
    if (!this.#press) {
      this.#hover(at);
      return;
    }
    const { press } = { press: this.#press };
    const isFar = Math.hypot(at.x - press.at.x, at.y - press.at.y) >= DRAG_PX;
    if (!this.#gesture && !this.#isMarquee) {
      if (!isFar) return;
      this.#begin(press);
    }
    this.#scrollAtEdge(at);
    if (this.#isMarquee) this.#stretchMarquee(press, at);
    else this.#pull(press, at, event);
  }

  #begin(press: Press): void {
    const { timeline, state, positionSample } = this.#studio;
    const { model } = timeline;
    if (!model || !state.session) return;
    if (!press.hit) {
      this.#isMarquee = true;
      timeline.sketch.set({ isDragging: true });
      return;
    }
    const target = targetOf(model, press.hit.clip.placed.key);
    if (!target) return;
    const gesture = clipGesture(press.hit.zone, {
      model,
      target,
      selected: selectedTargets(model, state.selection),
      view: state.view,
      playheadSample: positionSample,
      range: state.transport.range,
      isRipple: state.timeline.isRipple,
    });
    if (!gesture) {
      this.#press = null;
      timeline.announce('refused');
      return;
    }
    this.#gesture = { gesture, hit: press.hit, drag: new TimelineDrag(state.session, EDIT_OF_ZONE[press.hit.zone]) };
    timeline.sketch.set({ isDragging: true });
  }

  #pull(press: Press, at: Point, event: PointerEvent): void {
    if (!this.#gesture) return;
    const { gesture, hit, drag } = this.#gesture;
    const { view, settings } = this.#studio.state;
    const isReanchoring = event.shiftKey && hit.zone === 'body' && hit.target.kind === 'sound';
    const result = gesture.pull({
      deltaSamples: sampleAtPx(at.x, view) - press.sample,
      y: at.y - hit.boxTop,
      boxHeightPx: CLIP_HEIGHT_PX,
      soundTrackId: this.#soundTrackAt(at),
      isSnapping: settings.isSnapping !== event.altKey,
      isReanchoring,
    });
    drag.apply(result.commands);
    this.#studio.timeline.sketch.set({
      guideSample: result.guideSample,
      isReanchoring,
      badge: result.badge && { x: at.x, y: at.y, text: gestureText(result.badge) },
    });
  }

  #soundTrackAt({ y }: Point): RecordId | null {
    const track = this.#studio.state.episode?.lanes[laneAtPx(y)]?.track;
    return track && track.kind !== 'dialogue' ? track.id : null;
  }

  #stretchMarquee({ at: from }: Press, at: Point): void {
    const { sketch } = this.#studio.timeline;
    const marquee = {
      left: Math.min(from.x, at.x),
      right: Math.max(from.x, at.x),
      top: Math.min(from.y, at.y),
      bottom: Math.max(from.y, at.y),
    };
    sketch.set({ marquee });
    const { episode, view } = this.#studio.state;
    const ids = new Set<RecordId>();
    const [first, last] = [sampleAtPx(marquee.left, view), sampleAtPx(marquee.right, view)];
    for (let lane = laneAtPx(marquee.top); lane <= laneAtPx(marquee.bottom); lane++) {
      const found = episode?.lanes[lane];
      if (!found) continue;
      const { first: from, end } = clipsBetween(found, first, last);
      for (const clip of found.clips.slice(from, end)) if (clip.endSample > first) ids.add(clip.placed.recordId);
    }
    this.#studio.episodes.selectAll([...ids]);
  }

  #up(): void {
    const press = this.#press;
    const wasDragged = this.#gesture !== null || this.#isMarquee;
    this.#gesture?.drag.commit();
    this.#end();
    if (!press || wasDragged) return;
    if (!press.hit && !press.isExtending) this.#studio.select(null);
    if (press.isExtending) return;
    const end = this.#studio.state.episode?.durationSamples ?? 0;
    this.#studio.seek(Math.min(Math.max(0, press.sample), end));
  }

  #cancel(): void {
    this.#gesture?.drag.cancel();
    this.#end();
  }

  #end(): void {
    this.#press = null;
    this.#gesture = null;
    this.#isMarquee = false;
    this.#studio.timeline.sketch.clear();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !(this.#gesture || this.#isMarquee)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  }

  #scrollAtEdge({ x }: Point): void {
    const width = this.#studio.state.timelineWidthPx;
    if (x > width - SCROLL_ZONE_PX) this.#studio.scroll(SCROLL_PX);
    else if (x < SCROLL_ZONE_PX) this.#studio.scroll(-SCROLL_PX);
  }

  #hover(at: Point): void {
    const hit = this.#hitAt(at);
    const { sketch } = this.#studio.timeline;
    const { hover } = sketch.state;
    if (hit?.clip.placed.key === hover?.clipKey && hit?.zone === hover?.zone) return;
    this.#canvas.style.cursor = hit ? CURSORS[hit.zone] : 'default';
    sketch.set({ hover: hit && { clipKey: hit.clip.placed.key, zone: hit.zone } });
  }

  #hitAt({ x, y }: Point): Hit | null {
    const { episode, view, selection } = this.#studio.state;
    const laneIndex = laneAtPx(y);
    const lane = episode?.lanes[laneIndex];
    const boxTop = laneTopPx(laneIndex) + LANE_PADDING_PX;
    const inLane = y - laneTopPx(laneIndex);
    if (!episode || !lane || inLane < LANE_PADDING_PX || inLane >= LANE_HEIGHT_PX - LANE_PADDING_PX) return null;
    // A mark of a pixel or two is hard to hit.
    const clip = clipAt(lane, sampleAtPx(x, view)) ?? clipAt(lane, sampleAtPx(x - 2, view));
    const target = clip && targetOf(episode, clip.placed.key);
    if (!clip || !target) return null;
    const { samplesPerPixel } = view;
    const isSelected = selection.ids.has(clip.placed.recordId);
    const shape = {
      widthPx: (endOf(target) - startOf(target)) / samplesPerPixel,
      heightPx: CLIP_HEIGHT_PX,
      fadeInPx: clip.placed.fadeInSamples / samplesPerPixel,
      fadeOutPx: clip.placed.fadeOutSamples / samplesPerPixel,
      gainDb: isSelected ? gainOf(episode, target) : null,
      isSelected,
    };
    const zone = zoneAt(shape, x - (startOf(target) - view.startSample) / samplesPerPixel, y - boxTop);
    return { clip, target, zone, boxTop };
  }
}
