import type { Colour, Picture } from './picture.ts';

export type Point = readonly [x: number, y: number];

/** Fills a closed polygon with edges softened over one pixel. */
export function fillPolygon(picture: Picture, points: readonly Point[], colour: Colour, cover = 1): void {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  picture.within(Math.min(...xs) - 1, Math.min(...ys) - 1, Math.max(...xs) + 2, Math.max(...ys) + 2, (x, y) => {
    const inside = 0.5 - distanceToPolygon(x + 0.5, y + 0.5, points);
    if (inside > 0) picture.lay(x, y, colour, Math.min(1, inside) * cover);
  });
}

export function fillBox(
  picture: Picture,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: Colour,
): void {
  const right = left + width;
  const bottom = top + height;
  fillPolygon(
    picture,
    [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ],
    colour,
  );
}

/** Light spreading from a point, brightest in the middle and gone at `radius`. */
export function glow(picture: Picture, [cx, cy]: Point, radius: number, colour: Colour, strength: number): void {
  picture.within(cx - radius, cy - radius, cx + radius, cy + radius, (x, y) => {
    const near = 1 - Math.hypot(x + 0.5 - cx, y + 0.5 - cy) / radius;
    if (near > 0) picture.shine(x, y, colour, strength * near ** 4);
  });
}

/** Signed distance in pixels, negative inside: nearest edge, and the sign by counting crossings. */
function distanceToPolygon(x: number, y: number, points: readonly Point[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  let isInside = false;
  for (let n = 0; n < points.length; n += 1) {
    const [ax, ay] = points[n]!;
    const [bx, by] = points[(n + 1) % points.length]!;
    const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
    const share = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)));
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isInside = !isInside;
  }
  return isInside ? -nearest : nearest;
}
