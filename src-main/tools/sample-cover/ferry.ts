import { type Colour, hex, type Picture } from './picture.ts';
import { layReflection } from './sea.ts';
import { fillBox, fillPolygon, glow, type Point } from './shapes.ts';

const WATERLINE_PX = 1052;
const HULL = hex('#060a10');
const HOUSE = hex('#0d151e');
const EDGE = hex('#22323f');
const WINDOW = hex('#ffb95c');
const MASTHEAD = hex('#fff1d6');

/** A small old car ferry seen from the side, on her way to the right, with every light on. */
export function paintFerry(picture: Picture): void {
  paintShadow(picture);
  fillBox(picture, 386, 868, 34, 78, HOUSE); // funnel
  fillBox(picture, 384, 884, 38, 9, hex('#5a2318'));
  fillBox(picture, 300, 938, 300, 58, HOUSE); // saloon
  fillBox(picture, 292, 932, 316, 6, EDGE);
  fillPolygon(
    picture,
    [
      [486, 934],
      [492, 886],
      [572, 886],
      [584, 934],
    ],
    HOUSE,
  ); // wheelhouse
  fillBox(picture, 484, 880, 98, 6, EDGE);
  fillBox(picture, 526, 800, 4, 82, EDGE); // mast
  fillBox(picture, 508, 826, 40, 3, EDGE);
  fillPolygon(
    picture,
    [
      [206, 986],
      [640, 990],
      [716, 968],
      [694, 1016],
      [668, WATERLINE_PX],
      [236, WATERLINE_PX],
      [214, 1024],
    ],
    HULL,
  );
  fillPolygon(
    picture,
    [
      [206, 984],
      [640, 988],
      [718, 966],
      [716, 970],
      [640, 993],
      [206, 989],
    ],
    EDGE,
  );
  paintRail(picture);
  paintLights(picture);
  paintWake(picture);
}

function paintShadow(picture: Picture): void {
  picture.within(190, WATERLINE_PX - 2, 720, WATERLINE_PX + 90, (x, y) => {
    const down = (y - WATERLINE_PX + 2) / 92;
    const edge = Math.min(1, (x - 190) / 60, (720 - x) / 60);
    picture.lay(x, y, HULL, 0.85 * edge * (1 - down) ** 1.5);
  });
}

function paintRail(picture: Picture): void {
  for (let x = 214; x < 300; x += 14) fillBox(picture, x, 964, 1.5, 22, EDGE);
  fillBox(picture, 212, 963, 88, 1.5, EDGE);
  for (let x = 606; x < 660; x += 14) fillBox(picture, x, 966, 1.5, 22, EDGE);
  fillBox(picture, 600, 965, 66, 1.5, EDGE);
}

function paintLights(picture: Picture): void {
  const saloon = Array.from({ length: 9 }, (_, n): Point => [324 + n * 31, 963]);
  const wheelhouse: readonly Point[] = [
    [508, 907],
    [533, 907],
    [558, 907],
  ];
  for (const [x, y] of saloon) light(picture, [x, y], 17, 20, WINDOW, 0.55);
  for (const [x, y] of wheelhouse) light(picture, [x, y], 18, 19, WINDOW, 0.75);
  for (const [x] of saloon) {
    layReflection(picture, { x, fromY: WATERLINE_PX + 1, toY: WATERLINE_PX + 250, widthPx: 8, strength: 0.34 }, WINDOW);
  }
  glow(picture, [528, 798], 7, MASTHEAD, 2);
  glow(picture, [528, 798], 70, MASTHEAD, 0.5);
  layReflection(
    picture,
    { x: 528, fromY: WATERLINE_PX + 1, toY: WATERLINE_PX + 345, widthPx: 6, strength: 0.5 },
    MASTHEAD,
  );
  // The sidelight she shows to this side: red is port, green is starboard; heading right, we see starboard.
  const green = hex('#3ddc97');
  glow(picture, [579, 896], 5, green, 1.4);
  glow(picture, [579, 896], 34, green, 0.3);
}

function light(picture: Picture, [x, y]: Point, width: number, height: number, colour: Colour, strength: number): void {
  fillBox(picture, x - width / 2, y - height / 2, width, height, colour);
  glow(picture, [x, y], 46, colour, strength * 0.28);
}

/** The line of foam she leaves, and the one she pushes. */
function paintWake(picture: Picture): void {
  const foam = hex('#8fb0c2');
  picture.within(0, WATERLINE_PX - 6, 730, WATERLINE_PX + 26, (x, y) => {
    const behind = x < 236 ? (236 - x) / 236 : 0;
    const centre = WATERLINE_PX + 1 + 7 * behind;
    const thickness = 1.6 + 5 * behind;
    const across = (y - centre) / thickness;
    const strength = x < 236 ? 0.3 * (1 - behind) ** 1.4 : 0.16 + 0.3 * Math.max(0, (x - 600) / 70) ** 2;
    const isAhead = x > 672;
    if (!isAhead) picture.lay(x, y, foam, Math.max(0, strength * Math.exp(-across * across)));
  });
}
