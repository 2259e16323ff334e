import { paintHills, paintHouse, paintSky } from './far-shore.ts';
import { paintFerry } from './ferry.ts';
import { Picture } from './picture.ts';
import { paintSea } from './sea.ts';

/** The least that podcast directories accept. */
export const COVER_SIZE_PX = 1400;

/** The cover of the sample: a ferry at night, and one window lit on the far shore. 8-bit RGB, row by row. */
export function drawSampleCover(): Uint8Array {
  const picture = new Picture(COVER_SIZE_PX, COVER_SIZE_PX);
  paintSky(picture);
  paintHills(picture);
  paintHouse(picture);
  paintSea(picture);
  paintFerry(picture);
  return picture.toRgb8();
}
