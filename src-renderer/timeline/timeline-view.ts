/** Which part of the episode the timeline shows, and the arithmetic between samples and pixels. */
import { secondsToSamples } from '#shared/units.ts';

export interface TimelineView {
  /** At the left edge. An integer. */
  readonly startSample: number;
  readonly samplesPerPixel: number;
}

export interface TimelineBounds {
  readonly durationSamples: number;
  readonly widthPx: number;
}

/** Finer than this, a pixel is less than the smallest step of the stored waveform. */
const MIN_SAMPLES_PER_PIXEL = 64;
/** Room after the end, so that it does not stick to the edge of the window. */
const END_ROOM = 1.04;
/** An empty or very short episode still has a scale. */
const SHORTEST_SAMPLES = secondsToSamples(5);

/**
 * Where an endpoint is drawn, in pixels from the left edge of the episode: floored, so that neighbours that meet in
 * time meet on screen, whatever the zoom. Widths are differences of these.
 */
export function edgePx(sample: number, samplesPerPixel: number): number {
  return Math.floor(sample / samplesPerPixel);
}

/** From the left edge of the window. */
export function windowPx(sample: number, view: TimelineView): number {
  return edgePx(sample, view.samplesPerPixel) - edgePx(view.startSample, view.samplesPerPixel);
}

export function sampleAtPx(px: number, view: TimelineView): number {
  return Math.round(view.startSample + px * view.samplesPerPixel);
}

/** The whole episode. */
export function fitView(bounds: TimelineBounds): TimelineView {
  return { startSample: 0, samplesPerPixel: widestZoom(bounds) };
}

/** Makes a pixel `factor` times as long (above 1: zooms out); what is under `atPx` stays there. */
export function zoomAbout(view: TimelineView, factor: number, atPx: number, bounds: TimelineBounds): TimelineView {
  const limited = Math.min(widestZoom(bounds), Math.max(MIN_SAMPLES_PER_PIXEL, view.samplesPerPixel * factor));
  const startSample = view.startSample + atPx * (view.samplesPerPixel - limited);
  return clampView({ startSample, samplesPerPixel: limited }, bounds);
}

export function scrollBy(view: TimelineView, deltaPx: number, bounds: TimelineBounds): TimelineView {
  return clampView({ ...view, startSample: view.startSample + deltaPx * view.samplesPerPixel }, bounds);
}

/** Turns the page when a position is outside the window, so that it stands a tenth from the left; else the same view. */
export function reveal(view: TimelineView, sample: number, bounds: TimelineBounds): TimelineView {
  const px = windowPx(sample, view);
  if (px >= 0 && px < bounds.widthPx) return view;
  return clampView({ ...view, startSample: sample - (bounds.widthPx / 10) * view.samplesPerPixel }, bounds);
}

/** The same view where it is possible, else the nearest that is. */
export function clampView(view: TimelineView, bounds: TimelineBounds): TimelineView {
  const samplesPerPixel = Math.min(view.samplesPerPixel, widestZoom(bounds));
  const last = Math.max(0, shownSamples(bounds) - bounds.widthPx * samplesPerPixel);
  return { samplesPerPixel, startSample: Math.round(Math.min(last, Math.max(0, view.startSample))) };
}

/** All there is to scroll over. */
export function shownSamples({ durationSamples }: TimelineBounds): number {
  return Math.max(SHORTEST_SAMPLES, durationSamples) * END_ROOM;
}

function widestZoom(bounds: TimelineBounds): number {
  return Math.max(MIN_SAMPLES_PER_PIXEL, shownSamples(bounds) / Math.max(1, bounds.widthPx));
}
