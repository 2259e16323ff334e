/** A colour in linear light, 1 being white. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A picture in linear light: adding light and mixing edges is only right there. */
export class Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly #light: Float32Array;

  constructor(widthPx: number, heightPx: number) {
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.#light = new Float32Array(widthPx * heightPx * 3);
  }

  /** Lays `colour` over a pixel; `cover` 0…1 is how much of the pixel it covers. */
  lay(x: number, y: number, colour: Colour, cover: number): void {
    const at = (y * this.widthPx + x) * 3;
    for (let c = 0; c < 3; c += 1) this.#light[at + c]! += (colour[c]! - this.#light[at + c]!) * cover;
  }

  /** Adds light to a pixel, as a lamp does. */
  shine(x: number, y: number, colour: Colour, amount: number): void {
    const at = (y * this.widthPx + x) * 3;
    for (let c = 0; c < 3; c += 1) this.#light[at + c]! += colour[c]! * amount;
  }

  /** Calls `paint` for every pixel of a rectangle, cut to the picture. */
  within(left: number, top: number, right: number, bottom: number, paint: (x: number, y: number) => void): void {
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(this.heightPx, Math.ceil(bottom)); y += 1) {
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(this.widthPx, Math.ceil(right)); x += 1) paint(x, y);
    }
  }

  /** 8-bit sRGB, three bytes a pixel, row by row. Ordered dither keeps the dark gradients free of bands. */
  toRgb8(): Uint8Array {
    const bytes = new Uint8Array(this.#light.length);
    for (let index = 0; index < bytes.length; index += 1) {
      const pixel = Math.floor(index / 3);
      const threshold = bayer(pixel % this.widthPx, Math.floor(pixel / this.widthPx));
      bytes[index] = Math.min(255, Math.floor(toSrgb(this.#light[index]!) * 255 + threshold));
    }
    return bytes;
  }
}

/** IEC 61966-2-1. */
function toSrgb(linear: number): number {
  const value = Math.min(1, Math.max(0, linear));
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** A colour written as people write it, `#rrggbb`, in linear light. */
export function hex(written: string): Colour {
  const channel = (from: number): number => {
    const value = Number.parseInt(written.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

export function blend(from: Colour, to: Colour, share: number): Colour {
  return [0, 1, 2].map((c) => from[c]! + (to[c]! - from[c]!) * share) as unknown as Colour;
}

/** The threshold of a pixel in Bayer's 4×4 matrix, between 0 and 1. */
function bayer(x: number, y: number): number {
  return (BAYER[(y % 4) * 4 + (x % 4)]! + 0.5) / 16;
}
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5] as const;
