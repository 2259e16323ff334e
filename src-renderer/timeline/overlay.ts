/** What lies over the lanes: selection and its handles, what a gesture shows, where sounds hang. */
import type { Studio } from '../app/studio.ts';
import { clipsBetween, type Lane } from '../episode/lanes.ts';
import { attachLayer, type Surface } from './attach-layer.ts';
import { fitted, LABEL_HEIGHT_PX, LONGEST_LABEL_PX } from './draw-clip.ts';
import { anchorSample } from './edits/anchors.ts';
import { endOf, type SoundTarget, startOf, targetOf } from './edits/editable.ts';
import { gainOf } from './edits/level-clip.ts';
import { gainToY, waveformHeight } from './hit-test.ts';
import { CLIP_HEIGHT_PX, LANE_HEIGHT_PX, LANE_PADDING_PX, laneTopPx } from './lane-metrics.ts';
import { selectedKeys } from './selected-clips.ts';
import { type TimelineView, windowPx } from './timeline-view.ts';

const HANDLE_PX = 3.5;
/** Narrower, handles would cover the clip. */
const LEAST_HANDLED_PX = 24;

/** Ends by the returned function. */
export function attachOverlay(canvas: HTMLCanvasElement, studio: Studio): () => void {
  const layer = attachLayer(canvas, studio, {
    draw: (surface) => drawOverlay(surface, studio),
    isSeen: (state, before) =>
      state.view !== before.view ||
      state.episode !== before.episode ||
      state.selection !== before.selection ||
      state.activeClipKey !== before.activeClipKey ||
      state.transport.range !== before.transport.range ||
      state.transport.isLooping !== before.transport.isLooping ||
      state.timeline.isAdjusting !== before.timeline.isAdjusting,
  });
  const end = studio.timeline.sketch.subscribe(() => layer.invalidate());
  return () => {
    end();
    layer.dispose();
  };
}

function drawOverlay(surface: Surface, studio: Studio): void {
  const { episode, view } = studio.state;
  if (!episode) return;
  drawRange(surface, studio);
  for (const [index, lane] of episode.lanes.entries()) {
    drawCrossfades(surface, view, lane, laneTopPx(index));
    drawStuckLabels(surface, view, lane, laneTopPx(index));
  }
  drawSelection(surface, studio);
  const { guideSample, marquee, badge, dropLane } = studio.timeline.sketch.state;
  const { context, palette, heightPx } = surface;
  if (guideSample !== null) {
    context.fillStyle = palette.get('--accent');
    context.fillRect(windowPx(guideSample, view), 0, 1, heightPx);
  }
  if (dropLane) {
    context.fillStyle = palette.get('--accent');
    context.globalAlpha = 0.14;
    context.fillRect(0, laneTopPx(dropLane.index), surface.widthPx, LANE_HEIGHT_PX);
    context.globalAlpha = 1;
    context.fillRect(windowPx(dropLane.sample, view), laneTopPx(dropLane.index), 2, LANE_HEIGHT_PX);
  }
  if (marquee) {
    const { left, top, right, bottom } = marquee;
    context.fillStyle = palette.get('--accent');
    context.globalAlpha = 0.1;
    context.fillRect(left, top, right - left, bottom - top);
    context.globalAlpha = 1;
    context.strokeStyle = palette.get('--accent');
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + 0.5, right - left, bottom - top);
  }
  if (badge) drawBadge(surface, badge);
}

/** The selected time, through all lanes. */
function drawRange({ context, palette, heightPx }: Surface, studio: Studio): void {
  const { transport, view } = studio.state;
  const { range, isLooping } = transport;
  if (!range) return;
  const left = windowPx(range.startSample, view);
  const width = windowPx(range.endSample, view) - left;
  context.fillStyle = palette.get('--accent');
  context.globalAlpha = isLooping ? 0.1 : 0.06;
  context.fillRect(left, 0, width, heightPx);
  context.globalAlpha = 1;
}

/** Where clips that are one sound overlap, both curves. */
function drawCrossfades({ context, palette, widthPx }: Surface, view: TimelineView, lane: Lane, top: number): void {
  const { first, end } = clipsBetween(lane, view.startSample, view.startSample + widthPx * view.samplesPerPixel);
  // At a distance there is nothing to be seen of them.
  if (end - first > widthPx / 8) return;
  context.strokeStyle = palette.get('--text-soft');
  context.lineWidth = 1;
  for (let index = Math.max(1, first); index < end; index++) {
    const before = lane.clips[index - 1]!;
    const clip = lane.clips[index]!;
    const isOneSound =
      clip.placed.kind === 'speech' ? clip.placed.recordId === before.placed.recordId : lane.track.kind === 'music';
    if (!isOneSound || clip.placed.startSample >= before.endSample || before.endSample >= clip.endSample) continue;
    const left = windowPx(clip.placed.startSample, view);
    const right = windowPx(before.endSample, view);
    const [high, low] = [top + LANE_PADDING_PX + LABEL_HEIGHT_PX, top + LANE_PADDING_PX + CLIP_HEIGHT_PX - 1];
    context.beginPath();
    context.moveTo(left, low);
    context.lineTo(right, high);
    context.moveTo(left, high);
    context.lineTo(right, low);
    context.stroke();
  }
}

/** Words of clips that began so far to the left that their own are out of sight. */
function drawStuckLabels({ context, palette, widthPx }: Surface, view: TimelineView, lane: Lane, top: number): void {
  const { first, end } = clipsBetween(lane, view.startSample, view.startSample + 1);
  for (let index = first; index < end; index++) {
    const clip = lane.clips[index]!;
    const left = windowPx(clip.placed.startSample, view);
    const right = Math.min(widthPx, windowPx(clip.endSample, view));
    if (left >= -LONGEST_LABEL_PX / 4 || right < 2 * LEAST_HANDLED_PX || clip.label === '') continue;
    context.font = palette.font;
    context.textBaseline = 'middle';
    if (left + context.measureText(clip.label).width > -4 && left > -LONGEST_LABEL_PX) continue;
    context.fillStyle = palette.get('--clip-text');
    context.fillText(fitted(context, clip.label, right - 12), 6, top + LANE_PADDING_PX + LABEL_HEIGHT_PX / 2 + 0.5);
  }
}

function drawSelection(surface: Surface, studio: Studio): void {
  const { episode, view, selection, activeClipKey } = studio.state;
  if (!episode || selection.ids.size === 0) return;
  const { context, palette, widthPx } = surface;
  const laneOf = new Map(episode.lanes.map((lane, index) => [lane.track.id, index]));
  const viewEnd = view.startSample + widthPx * view.samplesPerPixel;
  context.strokeStyle = palette.get('--accent');
  const drawn = new Set<string>();
  for (const key of selectedKeys(episode, selection)) {
    const target = targetOf(episode, key);
    if (!target || endOf(target) < view.startSample || startOf(target) > viewEnd) continue;
    const lane = laneOf.get(target.placed.trackId);
    if (lane === undefined) continue;
    const left = windowPx(startOf(target), view);
    const right = Math.max(left + 1, windowPx(endOf(target), view));
    const top = laneTopPx(lane) + LANE_PADDING_PX;
    // At a distance many are one pixel.
    const place = `${lane} ${left} ${right}`;
    if (drawn.has(place)) continue;
    drawn.add(place);
    context.globalAlpha = 0.2;
    context.fillStyle = palette.get('--accent');
    context.fillRect(left, top, right - left, CLIP_HEIGHT_PX);
    context.globalAlpha = 1;
    context.lineWidth = key === activeClipKey ? 2 : 1;
    if (right - left > 3) context.strokeRect(left + 0.75, top + 0.75, right - left - 1.5, CLIP_HEIGHT_PX - 1.5);
    if (right - left >= LEAST_HANDLED_PX && target.kind !== 'heading') {
      drawHandles(surface, view, { left, right, top }, target.placed, gainOf(episode, target));
    }
    if (target.kind === 'sound') drawAnchor(surface, studio, target, top);
  }
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

function drawHandles(
  { context, palette }: Surface,
  { samplesPerPixel }: TimelineView,
  { left, right, top }: Frame,
  placed: { readonly fadeInSamples: number; readonly fadeOutSamples: number },
  gainDb: number | null,
): void {
  context.fillStyle = palette.get('--surface-panel');
  context.strokeStyle = palette.get('--accent');
  context.lineWidth = 1.5;
  for (const x of [left + placed.fadeInSamples / samplesPerPixel, right - placed.fadeOutSamples / samplesPerPixel]) {
    context.beginPath();
    context.arc(Math.min(right - 5, Math.max(left + 5, x)), top + LABEL_HEIGHT_PX - 3, HANDLE_PX, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
  if (gainDb === null) return;
  const y = Math.round(top + LABEL_HEIGHT_PX + gainToY(gainDb, waveformHeight(CLIP_HEIGHT_PX))) + 0.5;
  context.beginPath();
  context.moveTo(left + 2, y);
  context.lineTo(right - 2, y);
  context.stroke();
}

/** A thin line from a sound to what it hangs on. */
function drawAnchor(
  { context, palette }: Surface,
  studio: Studio,
  { sound, startSample }: SoundTarget,
  top: number,
): void {
  const { episode, view } = studio.state;
  if (!episode || sound.type !== 'clip' || !('blockId' in sound.anchor)) return;
  const at = anchorSample(episode.layout, sound.anchor);
  const speech = episode.layout.clips.find(
    ({ recordId }) => 'blockId' in sound.anchor && recordId === sound.anchor.blockId,
  );
  const lane = episode.lanes.findIndex(({ track }) => track.id === speech?.trackId);
  const x = windowPx(at, view) + 0.5;
  const from = windowPx(startSample, view) + 0.5;
  const middle = top + CLIP_HEIGHT_PX / 2;
  const end = lane === -1 ? 0 : laneTopPx(lane) + LANE_PADDING_PX + CLIP_HEIGHT_PX / 2;
  context.save();
  context.strokeStyle = palette.get(studio.timeline.sketch.state.isReanchoring ? '--accent' : '--text-soft');
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(from, middle);
  context.lineTo(x, middle);
  context.lineTo(x, end);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = context.strokeStyle;
  context.beginPath();
  context.arc(x, end, 2.5, 0, 2 * Math.PI);
  context.fill();
  context.restore();
}

function drawBadge({ context, palette, widthPx }: Surface, badge: { x: number; y: number; text: string }): void {
  context.font = palette.font;
  context.textBaseline = 'middle';
  const width = context.measureText(badge.text).width + 12;
  const x = Math.min(widthPx - width - 4, badge.x + 12);
  const y = Math.max(2, badge.y - 26);
  context.fillStyle = palette.get('--text');
  context.beginPath();
  context.roundRect(x, y, width, 20, 4);
  context.fill();
  context.fillStyle = palette.get('--surface-panel');
  context.fillText(badge.text, x + 6, y + 10.5);
}
