// Peaks between samples: see ../../loudness/true-peak-filter.ts, whose sums these are, in the same order.

const REACH: i32 = 24;
const TAPS: i32 = 48;
const PHASES: i32 = 32;
const QUARTER: i32 = 8;
const STRETCH: i32 = 64;
const VERTEX_ROOM: f64 = 1.1;

/**
 * @param signal of the first interval; REACH samples lie before it and after the last.
 * @param folded the even and odd taps of the quarter phase and the even ones of the half phase, interleaved by tap.
 * @param phases the taps of all 32 phases.
 * @param stretch room for 64 + 2 · REACH doubles.
 * @param grid room for 4 · 64 + 2 doubles.
 * @param peaks written, one for each interval, 0 where none is above the threshold.
 * @returns the largest of them.
 */
export function findTruePeaks(
  signal: usize,
  frames: i32,
  threshold: f64,
  limit: f64,
  folded: usize,
  phases: usize,
  stretch: usize,
  grid: usize,
  peaks: usize,
): f64 {
  let largest: f64 = 0;
  for (let done = 0; done < frames; done += STRETCH) {
    const count = min(STRETCH, frames - done);
    const from = signal + ((<usize>done) << 2);
    const to = peaks + ((<usize>done) << 3);
    if (!canExceed(from, count, limit)) {
      memory.fill(to, 0, (<usize>count) << 3);
      continue;
    }
    widen(from, count, stretch);
    fillGrid(stretch, count, folded, grid);
    for (let i = 0; i < count; i++) {
      const peak = peakOfInterval(stretch, i, grid, threshold, phases);
      store<f64>(to + ((<usize>i) << 3), peak);
      if (peak > largest) largest = peak;
    }
  }
  return largest;
}

function canExceed(from: usize, count: i32, limit: f64): bool {
  const end = from + ((<usize>(count + REACH)) << 2);
  let at = from - ((<usize>REACH) << 2);
  // Compared as doubles, as the reference does: a limit rounded to 32 bits could let a sample through or hold one back.
  const high = f64x2.splat(limit);
  const low = f64x2.splat(-limit);
  for (; at + 8 <= end; at += 8) {
    const x = f64x2.promote_low_f32x4(v128.load_zero<f64>(at));
    if (v128.any_true(v128.or(f64x2.gt(x, high), f64x2.lt(x, low)))) return true;
  }
  if (at < end) {
    const x = <f64>load<f32>(at);
    return x > limit || x < -limit;
  }
  return false;
}

/** The samples around a stretch as doubles: index REACH is its first. */
function widen(from: usize, count: i32, stretch: usize): void {
  const start = from - ((<usize>REACH) << 2);
  const total = count + 2 * REACH;
  for (let i = 0; i < total; i++) {
    store<f64>(stretch + ((<usize>i) << 3), <f64>load<f32>(start + ((<usize>i) << 2)));
  }
}

/** Grid point 1 + 4i + q stands at i + q/4 of the stretch; two neighbouring i are worked out in the two lanes, four at a time. */
function fillGrid(stretch: usize, count: i32, folded: usize, grid: usize): void {
  fillOne(stretch, -1, folded, grid);
  let i = 0;
  for (; i + 4 <= count; i += 4) fillFour(stretch, i, folded, grid);
  for (; i < count; i++) fillOne(stretch, i, folded, grid);
  store<f64>(grid + ((<usize>(4 * count + 1)) << 3), load<f64>(stretch + ((<usize>(REACH + count)) << 3)));
}

function fillOne(stretch: usize, i: i32, folded: usize, grid: usize): void {
  let even: f64 = 0;
  let odd: f64 = 0;
  let middle: f64 = 0;
  const first = stretch + ((<usize>(i + 1)) << 3);
  const last = first + ((<usize>(TAPS - 1)) << 3);
  for (let k: usize = 0; k < <usize>REACH; k++) {
    const a = load<f64>(first + (k << 3));
    const b = load<f64>(last - (k << 3));
    const taps = folded + k * 24;
    even += (a + b) * load<f64>(taps);
    odd += (a - b) * load<f64>(taps, 8);
    middle += (a + b) * load<f64>(taps, 16);
  }
  const point = grid + ((<usize>(4 * i + 1)) << 3);
  if (i >= 0) {
    store<f64>(point, load<f64>(stretch + ((<usize>(REACH + i)) << 3)));
    store<f64>(point, even + odd, 8);
    store<f64>(point, middle, 16);
  }
  store<f64>(point, even - odd, 24);
}

function fillFour(stretch: usize, i: i32, folded: usize, grid: usize): void {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let middle = f64x2.splat(0);
  let even2 = f64x2.splat(0);
  let odd2 = f64x2.splat(0);
  let middle2 = f64x2.splat(0);
  const first = stretch + ((<usize>(i + 1)) << 3);
  const last = first + ((<usize>(TAPS - 1)) << 3);
  for (let k: usize = 0; k < <usize>REACH; k++) {
    const taps = folded + k * 24;
    const evenTap = v128.load_splat<f64>(taps);
    const oddTap = v128.load_splat<f64>(taps, 8);
    const middleTap = v128.load_splat<f64>(taps, 16);
    const a = v128.load(first + (k << 3));
    const b = v128.load(last - (k << 3));
    const sum = f64x2.add(a, b);
    even = f64x2.add(even, f64x2.mul(sum, evenTap));
    odd = f64x2.add(odd, f64x2.mul(f64x2.sub(a, b), oddTap));
    middle = f64x2.add(middle, f64x2.mul(sum, middleTap));
    const a2 = v128.load(first + (k << 3), 16);
    const b2 = v128.load(last - (k << 3), 16);
    const sum2 = f64x2.add(a2, b2);
    even2 = f64x2.add(even2, f64x2.mul(sum2, evenTap));
    odd2 = f64x2.add(odd2, f64x2.mul(f64x2.sub(a2, b2), oddTap));
    middle2 = f64x2.add(middle2, f64x2.mul(sum2, middleTap));
  }
  const own = stretch + ((<usize>(REACH + i)) << 3);
  const point = grid + ((<usize>(4 * i + 1)) << 3);
  storePair(point, v128.load(own), f64x2.add(even, odd), middle, f64x2.sub(even, odd));
  storePair(point + 64, v128.load(own, 16), f64x2.add(even2, odd2), middle2, f64x2.sub(even2, odd2));
}

/** The four points of two neighbouring samples. */
function storePair(point: usize, own: v128, quarter: v128, middle: v128, last: v128): void {
  v128.store(point, v128.shuffle<i64>(own, quarter, 0, 2));
  v128.store(point, v128.shuffle<i64>(middle, last, 0, 2), 16);
  v128.store(point, v128.shuffle<i64>(own, quarter, 1, 3), 32);
  v128.store(point, v128.shuffle<i64>(middle, last, 1, 3), 48);
}

function peakOfInterval(stretch: usize, i: i32, grid: usize, threshold: f64, phases: usize): f64 {
  let largest: f64 = 0;
  for (let q = 0; q < 4; q++) {
    const at = grid + ((<usize>(4 * i + 1 + q)) << 3);
    const point = load<f64>(at);
    const value = abs(point);
    if (value * VERTEX_ROOM <= threshold) continue;
    if (value > largest) largest = value;
    const sign: f64 = point < 0 ? -1 : 1;
    const before = load<f64>(at - 8) * sign;
    const after = load<f64>(at, 8) * sign;
    if (value < before || value < after) continue;
    const vertex = vertexPeak(stretch, i, q * QUARTER, before, value, after, phases);
    if (vertex > largest) largest = vertex;
  }
  return largest > threshold ? largest : 0;
}

function vertexPeak(stretch: usize, i: i32, phase: i32, before: f64, value: f64, after: f64, phases: usize): f64 {
  const curvature = 2 * value - before - after;
  if (curvature <= 0) return value;
  const shift = <i32>round((<f64>QUARTER * (after - before)) / (2 * curvature));
  let at = phase + shift;
  let start = stretch + ((<usize>(i + 1)) << 3);
  if (at < 0) {
    at += PHASES;
    start -= 8;
  }
  const taps = phases + ((<usize>(at * TAPS)) << 3);
  let sum: f64 = 0;
  for (let tap: usize = 0; tap < <usize>(TAPS << 3); tap += 8) sum += load<f64>(start + tap) * load<f64>(taps + tap);
  return abs(sum);
}

/** To the nearest, halves upwards: Math.round, which is not floor(x + 0.5) just below a half. */
function round(x: f64): f64 {
  const above = ceil(x);
  return above - 0.5 > x ? above - 1 : above;
}
