// Peaks between samples: see ../../loudness/true-peak-filter.ts.

const REACH: i32 = 24;
const TAPS: i32 = 48;
const PHASES: i32 = 32;
const QUARTER: i32 = 8;
const VERTEX_ROOM: f64 = 1.1;
/** Samples that are looked at together. What lies within reach of a group is three groups on either side. */
const GROUP: i32 = 8;
const GROUPS_IN_REACH: i32 = 7;
/**
 * Sums of 24 products in 32-bit floats are off by less than 26 · 2⁻²⁴ times the sum of their magnitudes, which is below
 * three times the largest sample.
 */
const ROUNDING: f64 = 1e-5;
/** And what underflows in them. */
const UNDERFLOW: f64 = 1e-40;

/**
 * Most groups are passed over: those in which nothing can be above the threshold for lack of loud samples, then those in
 * which nothing is by a look in 32-bit floats, whose error is allowed for. In what is left the sums are the reference's, in
 * its order and precision.
 *
 * @param signal of the first interval; REACH samples lie before it, and REACH + GROUP after the last (the last ones are read,
 *   and make no difference).
 * @param tables the taps of the quarter phase, even and odd part, and of the half phase, even part, interleaved by tap, as
 *   doubles; the same as floats; the taps of all 32 phases.
 * @param scratch room for 3 · GROUP doubles, then for the largest magnitude of each group, and of six more.
 * @param peaks written, one for each interval and up to a whole group, 0 where none is above the threshold.
 * @returns the largest of them; 0 for none, and then the peaks need not be written.
 */
export function findTruePeaks(
  signal: usize,
  frames: i32,
  threshold: f64,
  limit: f64,
  tables: usize,
  scratch: usize,
  peaks: usize,
): f64 {
  const folded = tables;
  const folded32 = folded + <usize>(3 * REACH * 8);
  const phases = folded32 + <usize>(3 * REACH * 4);
  const points = scratch;
  const magnitudes = scratch + <usize>(3 * GROUP * 8);
  const groups = (frames + GROUP - 1) / GROUP;
  const loudestOfAll = findMagnitudes(signal - ((<usize>REACH) << 2), groups + GROUPS_IN_REACH - 1, magnitudes);
  if (<f64>loudestOfAll <= limit) return 0;
  let largest: f64 = 0;
  for (let group = 0; group < groups; group++) {
    const at = signal + ((<usize>(group * GROUP)) << 2);
    const to = peaks + ((<usize>(group * GROUP)) << 3);
    clearGroup(to);
    const loudest = loudestWithin(magnitudes + ((<usize>group) << 2));
    if (loudest <= limit) continue;
    if ((roughPeak(at, folded32) + ROUNDING * loudest + UNDERFLOW) * VERTEX_ROOM <= threshold) continue;
    fillPoints(at, folded, points);
    let before = lastQuarter(at - 4, folded);
    const count = min(GROUP, frames - group * GROUP);
    for (let i = 0; i < count; i++) {
      const peak = peakOfInterval(at, i, points, before, threshold, phases);
      store<f64>(to + ((<usize>i) << 3), peak);
      if (peak > largest) largest = peak;
      before = load<f64>(points + ((<usize>(2 * GROUP + i)) << 3));
    }
  }
  return largest;
}

/** A call of memory.fill costs more than the stores. */
function clearGroup(peaks: usize): void {
  v128.store(peaks, f64x2.splat(0));
  v128.store(peaks, f64x2.splat(0), 16);
  v128.store(peaks, f64x2.splat(0), 32);
  v128.store(peaks, f64x2.splat(0), 48);
}

/** @returns the largest of them. */
function findMagnitudes(from: usize, groups: i32, magnitudes: usize): f32 {
  let loudest: f32 = 0;
  for (let group = 0; group < groups; group++) {
    const at = from + ((<usize>(group * GROUP)) << 2);
    const magnitude = largestLane(f32x4.max(f32x4.abs(v128.load(at)), f32x4.abs(v128.load(at, 16))));
    store<f32>(magnitudes + ((<usize>group) << 2), magnitude);
    loudest = max(loudest, magnitude);
  }
  return loudest;
}

function largestLane(x: v128): f32 {
  const pairs = f32x4.max(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.max(pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2)), 0);
}

function loudestWithin(magnitudes: usize): f64 {
  let largest = load<f32>(magnitudes);
  for (let group = 1; group < GROUPS_IN_REACH; group++) {
    largest = max(largest, load<f32>(magnitudes + ((<usize>group) << 2)));
  }
  return <f64>largest;
}

/** About the largest magnitude of the samples of a group and of the three points after each. */
function roughPeak(at: usize, folded32: usize): f64 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  let middle = f32x4.splat(0);
  let even2 = f32x4.splat(0);
  let odd2 = f32x4.splat(0);
  let middle2 = f32x4.splat(0);
  let first = at - ((<usize>(REACH - 1)) << 2);
  let last = at + ((<usize>REACH) << 2);
  const end = folded32 + <usize>(REACH * 12);
  for (let taps = folded32; taps < end; taps += 12) {
    const evenTap = v128.load_splat<f32>(taps);
    const oddTap = v128.load_splat<f32>(taps, 4);
    const middleTap = v128.load_splat<f32>(taps, 8);
    const a = v128.load(first);
    const b = v128.load(last);
    const sum = f32x4.add(a, b);
    even = f32x4.add(even, f32x4.mul(sum, evenTap));
    odd = f32x4.add(odd, f32x4.mul(f32x4.sub(a, b), oddTap));
    middle = f32x4.add(middle, f32x4.mul(sum, middleTap));
    const a2 = v128.load(first, 16);
    const b2 = v128.load(last, 16);
    const sum2 = f32x4.add(a2, b2);
    even2 = f32x4.add(even2, f32x4.mul(sum2, evenTap));
    odd2 = f32x4.add(odd2, f32x4.mul(f32x4.sub(a2, b2), oddTap));
    middle2 = f32x4.add(middle2, f32x4.mul(sum2, middleTap));
    first += 4;
    last -= 4;
  }
  const largest = largestOfFour(v128.load(at), f32x4.add(even, odd), middle, f32x4.sub(even, odd));
  const largest2 = largestOfFour(v128.load(at, 16), f32x4.add(even2, odd2), middle2, f32x4.sub(even2, odd2));
  return <f64>largestLane(f32x4.max(largest, largest2));
}

function largestOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  return f32x4.max(f32x4.max(f32x4.abs(a), f32x4.abs(b)), f32x4.max(f32x4.abs(c), f32x4.abs(d)));
}

/** The points after each sample of a group: GROUP of them at a quarter, at a half and at three quarters. */
function fillPoints(at: usize, folded: usize, points: usize): void {
  for (let i: usize = 0; i < <usize>GROUP; i += 2) {
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    let middle = f64x2.splat(0);
    let first = at + (i << 2) - ((<usize>(REACH - 1)) << 2);
    let last = at + (i << 2) + ((<usize>REACH) << 2);
    const end = folded + <usize>(REACH * 24);
    for (let taps = folded; taps < end; taps += 24) {
      const a = f64x2.promote_low_f32x4(v128.load_zero<f64>(first));
      const b = f64x2.promote_low_f32x4(v128.load_zero<f64>(last));
      const sum = f64x2.add(a, b);
      even = f64x2.add(even, f64x2.mul(sum, v128.load_splat<f64>(taps)));
      odd = f64x2.add(odd, f64x2.mul(f64x2.sub(a, b), v128.load_splat<f64>(taps, 8)));
      middle = f64x2.add(middle, f64x2.mul(sum, v128.load_splat<f64>(taps, 16)));
      first += 4;
      last -= 4;
    }
    const to = points + (i << 3);
    v128.store(to, f64x2.add(even, odd));
    v128.store(to, middle, GROUP << 3);
    v128.store(to, f64x2.sub(even, odd), (2 * GROUP) << 3);
  }
}

/** The point three quarters after one sample. */
function lastQuarter(at: usize, folded: usize): f64 {
  let even: f64 = 0;
  let odd: f64 = 0;
  let first = at - ((<usize>(REACH - 1)) << 2);
  let last = at + ((<usize>REACH) << 2);
  const end = folded + <usize>(REACH * 24);
  for (let taps = folded; taps < end; taps += 24) {
    const a = <f64>load<f32>(first);
    const b = <f64>load<f32>(last);
    even += (a + b) * load<f64>(taps);
    odd += (a - b) * load<f64>(taps, 8);
    first += 4;
    last -= 4;
  }
  return even - odd;
}

/** `before`: the point a quarter before sample `i` of the group. */
function peakOfInterval(at: usize, i: i32, points: usize, before: f64, threshold: f64, phases: usize): f64 {
  const own = at + ((<usize>i) << 2);
  const between = points + ((<usize>i) << 3);
  const start = <f64>load<f32>(own);
  const quarter = load<f64>(between);
  const half = load<f64>(between, GROUP << 3);
  const third = load<f64>(between, (2 * GROUP) << 3);
  const end = <f64>load<f32>(own, 4);
  let largest = peakAtPoint(own, 0, before, start, quarter, threshold, phases);
  largest = max(largest, peakAtPoint(own, QUARTER, start, quarter, half, threshold, phases));
  largest = max(largest, peakAtPoint(own, 2 * QUARTER, quarter, half, third, threshold, phases));
  largest = max(largest, peakAtPoint(own, 3 * QUARTER, half, third, end, threshold, phases));
  return largest > threshold ? largest : 0;
}

function peakAtPoint(own: usize, phase: i32, left: f64, point: f64, right: f64, threshold: f64, phases: usize): f64 {
  const value = abs(point);
  if (value * VERTEX_ROOM <= threshold) return 0;
  const sign: f64 = point < 0 ? -1 : 1;
  const before = left * sign;
  const after = right * sign;
  if (value < before || value < after) return value;
  return max(value, vertexPeak(own, phase, before, value, after, phases));
}

function vertexPeak(own: usize, phase: i32, before: f64, value: f64, after: f64, phases: usize): f64 {
  const curvature = 2 * value - before - after;
  if (curvature <= 0) return value;
  let at = phase + <i32>round((<f64>QUARTER * (after - before)) / (2 * curvature));
  let start = own - ((<usize>(REACH - 1)) << 2);
  if (at < 0) {
    at += PHASES;
    start -= 4;
  }
  const taps = phases + ((<usize>(at * TAPS)) << 3);
  let sum: f64 = 0;
  for (let tap: usize = 0; tap < <usize>TAPS; tap++) {
    sum += <f64>load<f32>(start + (tap << 2)) * load<f64>(taps + (tap << 3));
  }
  return abs(sum);
}

/** To the nearest, halves upwards: Math.round, which is not floor(x + 0.5) just below a half. */
function round(x: f64): f64 {
  const above = ceil(x);
  return above - 0.5 > x ? above - 1 : above;
}
