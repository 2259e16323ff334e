import { seededRandom } from '../sample-sounds/seeded-random.ts';
import { blend, hex, type Picture } from './picture.ts';
import { fillBox, fillPolygon, glow, type Point } from './shapes.ts';
import { layeredNoise } from './value-noise.ts';

/** Where the sea begins, in pixels from the top. */
export const HORIZON_PX = 770;
/** The one window with a light in it: the top floor, at the very end. */
export const LAMP: Point = [1163, 690];
export const LAMP_LIGHT = hex('#ffc46b');

const ZENITH = hex('#060a16');
const HAZE = hex('#2a4152');
const NEAR_HILL = hex('#050a12');
const FAR_HILL = hex('#111f2b');

/** A clearing sky after rain, with the first stars. */
export function paintSky(picture: Picture): void {
  picture.within(0, 0, picture.widthPx, HORIZON_PX, (x, y) => {
    const height = y / HORIZON_PX;
    const cloud = layeredNoise(x / 420, y / 110, 11, 4);
    const veil = Math.max(0, cloud + 0.1) * (0.25 + 0.75 * height);
    const base = blend(ZENITH, HAZE, height ** 2.2);
    picture.lay(x, y, blend(base, HAZE, 0.55 * veil), 1);
  });
  const random = seededRandom(0x57a2);
  for (let star = 0; star < 150; star += 1) {
    const place: Point = [random() * picture.widthPx, random() ** 1.5 * HORIZON_PX * 0.72];
    const isClear = layeredNoise(place[0] / 420, place[1] / 110, 11, 4) < -0.02;
    const strength = 0.08 + 0.5 * random() ** 4;
    if (isClear) glow(picture, place, 1.6 + 1.6 * strength, hex('#c9dcf2'), strength * 2);
  }
}

export function paintHills(picture: Picture): void {
  paintRidge(picture, 150, 0.0034, 21, FAR_HILL, 0);
  paintRidge(picture, 78, 0.0052, 37, NEAR_HILL, 0.55);
}

function paintRidge(
  picture: Picture,
  height: number,
  scale: number,
  seed: number,
  colour: readonly [number, number, number],
  tilt: number,
): void {
  for (let x = 0; x < picture.widthPx; x += 1) {
    const rise = 0.62 + 0.5 * layeredNoise(x * scale, 0, seed, 5) + tilt * (x / picture.widthPx - 0.5);
    const top = HORIZON_PX - height * Math.max(0.12, rise);
    picture.within(x, top - 1, x + 1, HORIZON_PX, (_x, y) => {
      const mist = Math.max(0, (y - HORIZON_PX + 70) / 70);
      picture.lay(x, y, blend(colour, HAZE, 0.16 * mist * mist), Math.min(1, Math.max(0, y + 1 - top)));
    });
  }
}

/** Three floors of ten dark windows, and one light. */
export function paintHouse(picture: Picture): void {
  const wall = hex('#070c13');
  const dark = hex('#131d27');
  const [left, top, width] = [986, 676, 192];
  fillBox(picture, left, top, width, HORIZON_PX - top - 6, wall);
  fillPolygon(
    picture,
    [
      [left - 7, top],
      [left + 22, top - 26],
      [left + width - 22, top - 26],
      [left + width + 7, top],
    ],
    wall,
  );
  fillBox(picture, left + 40, top - 40, 11, 20, wall);
  for (let floor = 0; floor < 3; floor += 1) {
    for (let window = 0; window < 10; window += 1) {
      const isLit = floor === 0 && window === 9;
      const x = left + 9 + window * 18.2;
      if (isLit) fillBox(picture, LAMP[0] - 5, LAMP[1] - 7, 10, 14, LAMP_LIGHT);
      else fillBox(picture, x, LAMP[1] - 7 + floor * 25, 9, 13, dark);
    }
  }
  glow(picture, LAMP, 14, LAMP_LIGHT, 0.9);
  glow(picture, LAMP, 60, LAMP_LIGHT, 0.35);
  glow(picture, LAMP, 190, LAMP_LIGHT, 0.16);
}
