/** Smooth noise in the plane, about −1…1, one feature per unit, the same everywhere: values hashed from the grid points, joined by smooth curves. */
export function valueNoise(x: number, y: number, seed: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const across = smooth(x - column);
  const down = smooth(y - row);
  const top = mix(hash(column, row, seed), hash(column + 1, row, seed), across);
  const bottom = mix(hash(column, row + 1, seed), hash(column + 1, row + 1, seed), across);
  return mix(top, bottom, down);
}

/** Noise on noise, each layer twice as fine and half as strong. */
export function layeredNoise(x: number, y: number, seed: number, layers: number): number {
  let sum = 0;
  for (let layer = 0; layer < layers; layer += 1)
    sum += valueNoise(x * 2 ** layer, y * 2 ** layer, seed + layer) / 2 ** (layer + 1);
  return sum;
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/** Integer mixing in the manner of MurmurHash3's finaliser. */
function hash(x: number, y: number, seed: number): number {
  let bits = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 31 - 1;
}
