import { HORIZON_PX, LAMP, LAMP_LIGHT } from './far-shore.ts';
import { blend, type Colour, hex, type Picture } from './picture.ts';
import { layeredNoise, valueNoise } from './value-noise.ts';

const NEAR_WATER = hex('#040914');
const FAR_WATER = hex('#1d3240');
const SHEEN = hex('#4a6b80');

/** Dark water in perspective: waves are flat streaks at the horizon and broad ones at our feet. */
export function paintSea(picture: Picture): void {
  picture.within(0, HORIZON_PX, picture.widthPx, picture.heightPx, (x, y) => {
    const depth = (y - HORIZON_PX) / (picture.heightPx - HORIZON_PX);
    const base = blend(FAR_WATER, NEAR_WATER, Math.min(1, depth * 1.5) ** 0.6);
    const wave = waveAt(x, y);
    const crest = Math.max(0, wave - 0.08) ** 1.5 * (1 - 0.55 * depth);
    picture.lay(x, y, blend(base, SHEEN, 0.55 * crest), 1);
  });
  // The hills stand in the water, too.
  picture.within(0, HORIZON_PX, picture.widthPx, HORIZON_PX + 46, (x, y) => {
    const near = 1 - (y - HORIZON_PX) / 46;
    picture.lay(x, y, NEAR_WATER, 0.75 * near * near * (0.75 + 0.25 * waveAt(x, y)));
  });
  layReflection(
    picture,
    { x: LAMP[0], fromY: HORIZON_PX + 3, toY: HORIZON_PX + 420, widthPx: 5, strength: 0.85 },
    LAMP_LIGHT,
  );
}

export interface Reflection {
  readonly x: number;
  readonly fromY: number;
  readonly toY: number;
  /** Half of its width where it begins; it widens as it comes nearer. */
  readonly widthPx: number;
  readonly strength: number;
}

/** The path of a light on moving water: whole at its foot, broken into glints further down. */
export function layReflection(picture: Picture, path: Reflection, colour: Colour): void {
  const reach = path.toY - path.fromY;
  const widest = path.widthPx * 5;
  picture.within(path.x - widest * 2, path.fromY, path.x + widest * 2, path.toY, (x, y) => {
    const along = (y - path.fromY) / reach;
    const sway = 3 * along * path.widthPx * valueNoise(0.5, y / (6 + 16 * along), 71);
    const across = (x + 0.5 - path.x - sway * 0.6) / (path.widthPx * (1 + 3.2 * along));
    const glint = Math.max(0, 0.55 - 0.45 * along + waveAt(x * 1.3, y) * (0.5 + 2.6 * along));
    const amount = path.strength * Math.exp(-across * across) * (1 - along) ** 1.6 * Math.min(1.4, glint);
    if (amount > 0.0005) picture.shine(x, y, colour, amount);
  });
}

/** Height of the water at a pixel, about −1…1. */
export function waveAt(x: number, y: number): number {
  const distance = y - HORIZON_PX + 10;
  const across = (x - 700) / distance;
  const away = 2600 / distance;
  return (
    0.75 * layeredNoise(across * 9, away * 5, 83, 4) +
    0.45 * valueNoise(x / (10 + distance * 0.07), y / (1.6 + distance * 0.013), 97)
  );
}
