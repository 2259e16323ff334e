/** In CSS pixels; the lane heads in the style sheet are as high. */
export const LANE_HEIGHT_PX = 56;
export const LANE_PADDING_PX = 3;
/** Of a clip's box in its lane. */
export const CLIP_HEIGHT_PX = LANE_HEIGHT_PX - 2 * LANE_PADDING_PX - 1;

/** The ruler's rows: chapters and markers, the selected range, time. */
export const MARKS_HEIGHT_PX = 18;
export const RANGE_HEIGHT_PX = 10;
export const RULER_HEIGHT_PX = 52;

export function laneTopPx(laneIndex: number): number {
  return laneIndex * LANE_HEIGHT_PX;
}

export function laneAtPx(px: number): number {
  return Math.floor(px / LANE_HEIGHT_PX);
}
