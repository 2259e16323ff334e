/** Which part of a clip is under the pointer. Pure geometry, in CSS pixels within the clip's box. */
import { LABEL_HEIGHT_PX } from './draw-clip.ts';

export type Zone = 'body' | 'start' | 'end' | 'fadeIn' | 'fadeOut' | 'gain';

export interface ClipShape {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fadeInPx: number;
  readonly fadeOutPx: number;
  /** null: it has none to set. */
  readonly gainDb: number | null;
  /** Its handles are shown: it is selected. */
  readonly isSelected: boolean;
}

const EDGE_PX = 6;
/** Narrower, a clip is all body, or it could not be moved. */
const LEAST_WIDTH_PX = 20;
export const FADE_HANDLE_PX = 7;
const GAIN_REACH_PX = 4;
/** The law of a fader, even in the square root of the factor: 0 dB stands above the middle, where the waveform is thin. */
const TOP_DB = 6;

/** From the top of the clip's waveform, for a waveform so high. */
export function gainToY(gainDb: number, heightPx: number): number {
  const share = 10 ** ((Math.min(TOP_DB, gainDb) - TOP_DB) / 40);
  return heightPx * (1 - share);
}

/** The reverse of {@link gainToY}; at the bottom and below it the least gain there is. */
export function yToGain(y: number, heightPx: number): number {
  const share = Math.min(1, Math.max(0.001, 1 - y / heightPx));
  return TOP_DB + 40 * Math.log10(share);
}

export function waveformHeight(heightPx: number): number {
  return heightPx - LABEL_HEIGHT_PX - 2;
}

export function zoneAt(shape: ClipShape, x: number, y: number): Zone {
  const { widthPx, heightPx, fadeInPx, fadeOutPx, gainDb, isSelected } = shape;
  if (widthPx < LEAST_WIDTH_PX) return 'body';
  const isAtTop = y < LABEL_HEIGHT_PX;
  if (isSelected && isAtTop) {
    if (Math.abs(x - fadeInPx) <= FADE_HANDLE_PX) return 'fadeIn';
    if (Math.abs(x - (widthPx - fadeOutPx)) <= FADE_HANDLE_PX) return 'fadeOut';
  }
  if (x <= EDGE_PX) return 'start';
  if (x >= widthPx - EDGE_PX) return 'end';
  if (isSelected && gainDb !== null && !isAtTop) {
    const line = LABEL_HEIGHT_PX + gainToY(gainDb, waveformHeight(heightPx));
    if (Math.abs(y - line) <= GAIN_REACH_PX) return 'gain';
  }
  return 'body';
}

export const CURSORS: Readonly<Record<Zone, string>> = {
  body: 'default',
  start: 'ew-resize',
  end: 'ew-resize',
  fadeIn: 'pointer',
  fadeOut: 'pointer',
  gain: 'ns-resize',
};
