/** In CSS pixels; the lane heads in the style sheet are as high. */
export const LANE_HEIGHT_PX = 56;
export const LANE_PADDING_PX = 3;
export const RULER_HEIGHT_PX = 40;

export function laneTopPx(laneIndex: number): number {
  return laneIndex * LANE_HEIGHT_PX;
}

export function laneAtPx(px: number): number {
  return Math.floor(px / LANE_HEIGHT_PX);
}
