import { crc32, deflateSync } from 'node:zlib';

/** A PNG file (ISO/IEC 15948) of 8-bit RGB pixels, three bytes a pixel, row by row. */
export function encodePng(rgb: Uint8Array, widthPx: number, heightPx: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 2, 0, 0, 0], 8); // bits per channel, colour type RGB, then the only methods there are, not interlaced
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(filterRows(rgb, widthPx * 3, heightPx), { level: 9 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('sRGB', Buffer.from([0])),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** Of the five filters, the one with the least sum of absolute differences for each row: the heuristic the standard recommends (§12.7). */
function filterRows(rgb: Uint8Array, stride: number, rows: number): Buffer {
  const filtered = Buffer.alloc((stride + 1) * rows);
  const candidate = Buffer.alloc(stride);
  for (let row = 0; row < rows; row += 1) {
    let least = Number.POSITIVE_INFINITY;
    for (let type = 0; type < FILTERS.length; type += 1) {
      let sum = 0;
      for (let n = 0; n < stride; n += 1) {
        const at = row * stride + n;
        const left = n < 3 ? 0 : rgb[at - 3]!;
        const up = row === 0 ? 0 : rgb[at - stride]!;
        const upLeft = n < 3 || row === 0 ? 0 : rgb[at - stride - 3]!;
        const difference = (rgb[at]! - FILTERS[type]!(left, up, upLeft)) & 0xff;
        candidate[n] = difference;
        sum += difference < 128 ? difference : 256 - difference;
      }
      if (sum >= least) continue;
      least = sum;
      filtered[row * (stride + 1)] = type;
      filtered.set(candidate, row * (stride + 1) + 1);
    }
  }
  return filtered;
}

/** None, Sub, Up, Average, Paeth: what a byte is expected to be from its neighbours. */
const FILTERS: readonly ((left: number, up: number, upLeft: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, upLeft) => {
    const estimate = left + up - upLeft;
    const toLeft = Math.abs(estimate - left);
    const toUp = Math.abs(estimate - up);
    const toUpLeft = Math.abs(estimate - upLeft);
    if (toLeft <= toUp && toLeft <= toUpLeft) return left;
    return toUp <= toUpLeft ? up : upLeft;
  },
];
