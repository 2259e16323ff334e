// Smallest and largest samples of cells: see ../../mix/cell-extremes.ts.

/** Interleaved frames of one or two channels. Writes, per cell and channel, the smallest and the largest sample. */
export function cellExtremes(input: usize, cells: i32, cellFrames: i32, channels: i32, extremes: usize): void {
  const cellBytes = (<usize>(cellFrames * channels)) << 2;
  let from = input;
  let to = extremes;
  for (let cell = 0; cell < cells; cell++) {
    let low = f32x4.splat(f32.POSITIVE_INFINITY);
    let high = f32x4.splat(f32.NEGATIVE_INFINITY);
    let low2 = low;
    let high2 = high;
    const end = from + cellBytes;
    for (; from < end; from += 32) {
      const a = v128.load(from);
      const b = v128.load(from, 16);
      // The comparisons of `<` and `>`, to which a NaN is neither.
      low = f32x4.pmin(low, a);
      high = f32x4.pmax(high, a);
      low2 = f32x4.pmin(low2, b);
      high2 = f32x4.pmax(high2, b);
    }
    low = f32x4.pmin(low, low2);
    high = f32x4.pmax(high, high2);
    // With two channels, lanes 0 and 2 are the left one's.
    low = f32x4.pmin(low, v128.shuffle<i32>(low, low, 2, 3, 0, 1));
    high = f32x4.pmax(high, v128.shuffle<i32>(high, high, 2, 3, 0, 1));
    if (channels === 1) {
      low = f32x4.pmin(low, v128.shuffle<i32>(low, low, 1, 0, 3, 2));
      high = f32x4.pmax(high, v128.shuffle<i32>(high, high, 1, 0, 3, 2));
      store<f32>(to, f32x4.extract_lane(low, 0));
      store<f32>(to, f32x4.extract_lane(high, 0), 4);
      to += 8;
    } else {
      store<f32>(to, f32x4.extract_lane(low, 0));
      store<f32>(to, f32x4.extract_lane(high, 0), 4);
      store<f32>(to, f32x4.extract_lane(low, 1), 8);
      store<f32>(to, f32x4.extract_lane(high, 1), 12);
      to += 16;
    }
  }
}
