// Room tone: see ../../mix/add-room-tone.ts. All of it is whole numbers but the last multiplication.

const HELD_ROWS: i32 = 8;
const ROW_BITS: i32 = 20;
const ROW_STEP: i32 = 0x9e3779b9;

/** `rows`: room for HELD_ROWS + 1 whole numbers. */
export function addRoomTone(start: i32, left: usize, right: usize, frames: i32, scale: f64, rows: usize): void {
  let held = 0;
  for (let row = 1; row <= HELD_ROWS; row++) held += setRow(rows, row, start);
  let i = 0;
  for (; i < frames && ((start + i) & 3) !== 0; i++) held = addOne(start + i, left, right, i, held, scale, rows);
  for (; i + 4 <= frames; i += 4) held = addFour(start + i, left, right, i, held, scale, rows);
  for (; i < frames; i++) held = addOne(start + i, left, right, i, held, scale, rows);
}

/** Sets a row's value for a position. @returns it. */
function setRow(rows: usize, row: i32, position: i32): i32 {
  const value = noise(((position + (1 << (row - 1))) >>> row) + row * ROW_STEP);
  store<i32>(rows + ((<usize>row) << 2), value);
  return value;
}

/** The sum of the rows once the one whose turn it is at this position has changed. */
function changeRow(rows: usize, position: i32, held: i32): i32 {
  const row = ctz(position) + 1;
  if (row > HELD_ROWS) return held;
  const before = load<i32>(rows + ((<usize>row) << 2));
  return held - before + setRow(rows, row, position);
}

function addOne(position: i32, left: usize, right: usize, i: i32, held: i32, scale: f64, rows: usize): i32 {
  const now = changeRow(rows, position, held);
  const tone = <f64>(now + noise(position)) * scale;
  const at = (<usize>i) << 2;
  store<f32>(left + at, <f32>(<f64>load<f32>(left + at) + tone));
  store<f32>(right + at, <f32>(<f64>load<f32>(right + at) + tone));
  return now;
}

/** Four from a position that is a multiple of four: after the first, rows 1, 2 and 1 change. */
function addFour(position: i32, left: usize, right: usize, i: i32, held: i32, scale: f64, rows: usize): i32 {
  const factor = f64x2.splat(scale);
  let cells = i32x4.splat(0);
  cells = i32x4.replace_lane(cells, 1, ((position + 2) >>> 1) + ROW_STEP);
  cells = i32x4.replace_lane(cells, 2, ((position + 4) >>> 2) + 2 * ROW_STEP);
  cells = i32x4.replace_lane(cells, 3, ((position + 4) >>> 1) + ROW_STEP);
  const values = noiseOfFour(cells);
  const first = changeRow(rows, position, held);
  const value1 = i32x4.extract_lane(values, 1);
  const value2 = i32x4.extract_lane(values, 2);
  const value3 = i32x4.extract_lane(values, 3);
  const second = first - load<i32>(rows, 4) + value1;
  const third = second - load<i32>(rows, 8) + value2;
  const fourth = third - value1 + value3;
  store<i32>(rows, value3, 4);
  store<i32>(rows, value2, 8);

  let sum = noiseOfFour(i32x4.add(i32x4.splat(position), i32x4(0, 1, 2, 3)));
  let rowSums = i32x4.splat(first);
  rowSums = i32x4.replace_lane(rowSums, 1, second);
  rowSums = i32x4.replace_lane(rowSums, 2, third);
  rowSums = i32x4.replace_lane(rowSums, 3, fourth);
  sum = i32x4.add(sum, rowSums);
  const low = f64x2.mul(f64x2.convert_low_i32x4_s(sum), factor);
  const high = f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(sum, sum, 2, 3, 0, 1)), factor);
  const at = (<usize>i) << 2;
  addTo(left + at, low, high);
  addTo(right + at, low, high);
  return fourth;
}

function addTo(target: usize, low: v128, high: v128): void {
  const x = v128.load(target);
  const a = f64x2.add(f64x2.promote_low_f32x4(x), low);
  const b = f64x2.add(f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 0, 1)), high);
  v128.store(target, v128.shuffle<i32>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 1, 4, 5));
}

/** An evenly spread whole number of ROW_BITS bits, signed. */
function noise(cell: i32): i32 {
  let x = cell;
  x = (x ^ (x >>> 16)) * 0x7feb352d;
  x = (x ^ (x >>> 15)) * 0x846ca68b;
  return (x ^ (x >>> 16)) >> (32 - ROW_BITS);
}

function noiseOfFour(cells: v128): v128 {
  let x = cells;
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x846ca68b));
  return i32x4.shr_s(v128.xor(x, i32x4.shr_u(x, 16)), 32 - ROW_BITS);
}
