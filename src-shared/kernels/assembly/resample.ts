// Polyphase convolution: see ../../mix/resample-run.ts, whose sums this adds up in the same order.

/**
 * Outputs of one phase stand `phaseCount` apart, `step` input samples after one another: four of them share every tap
 * that is loaded, which is what makes this fast.
 *
 * @param start index of the first output's window in `input`; windows of later outputs must lie inside `input` too.
 */
export function resample(
  input: usize,
  start: i32,
  taps: usize,
  tapsPerRow: i32,
  rowsPerPhase: f64,
  step: i32,
  phaseCount: i32,
  firstPhase: i32,
  output: usize,
  count: i32,
): void {
  const wholeStep = step / phaseCount;
  const phaseStep = step % phaseCount;
  const rowBytes = (<usize>tapsPerRow) << 3;
  const stepBytes = (<usize>step) << 3;
  const strideBytes = (<usize>phaseCount) << 2;
  const first = min(phaseCount, count);
  let phase = firstPhase;
  let window = input + ((<usize>start) << 3);
  for (let i = 0; i < first; i++) {
    let out = output + ((<usize>i) << 2);
    let left = (count - i + phaseCount - 1) / phaseCount;
    let at = window;
    const row = <f64>phase * rowsPerPhase;
    const lower = floor(row);
    const tapRow = taps + <usize>(<i32>lower) * rowBytes;
    if (row === lower) {
      for (; left >= 4; left -= 4) {
        convolveFour(at, stepBytes, tapRow, rowBytes, out, strideBytes);
        at += 4 * stepBytes;
        out += 4 * strideBytes;
      }
      for (; left > 0; left--) {
        store<f32>(out, <f32>convolve(at, tapRow, rowBytes));
        at += stepBytes;
        out += strideBytes;
      }
    } else {
      const share = row - lower;
      for (; left > 0; left--) {
        const value = convolve(at, tapRow, rowBytes);
        store<f32>(out, <f32>((1 - share) * value + share * convolve(at, tapRow + rowBytes, rowBytes)));
        at += stepBytes;
        out += strideBytes;
      }
    }
    phase += phaseStep;
    window += (<usize>wholeStep) << 3;
    if (phase >= phaseCount) {
      phase -= phaseCount;
      window += 8;
    }
  }
}

function convolve(input: usize, taps: usize, rowBytes: usize): f64 {
  let ab = f64x2.splat(0);
  let cd = f64x2.splat(0);
  for (let k: usize = 0; k < rowBytes; k += 32) {
    ab = f64x2.add(ab, f64x2.mul(v128.load(input + k), v128.load(taps + k)));
    cd = f64x2.add(cd, f64x2.mul(v128.load(input + k, 16), v128.load(taps + k, 16)));
  }
  return sumOf(ab, cd);
}

function convolveFour(input: usize, stepBytes: usize, taps: usize, rowBytes: usize, out: usize, stride: usize): void {
  const input1 = input + stepBytes;
  const input2 = input1 + stepBytes;
  const input3 = input2 + stepBytes;
  let ab0 = f64x2.splat(0);
  let cd0 = f64x2.splat(0);
  let ab1 = f64x2.splat(0);
  let cd1 = f64x2.splat(0);
  let ab2 = f64x2.splat(0);
  let cd2 = f64x2.splat(0);
  let ab3 = f64x2.splat(0);
  let cd3 = f64x2.splat(0);
  for (let k: usize = 0; k < rowBytes; k += 32) {
    const abTaps = v128.load(taps + k);
    const cdTaps = v128.load(taps + k, 16);
    ab0 = f64x2.add(ab0, f64x2.mul(v128.load(input + k), abTaps));
    cd0 = f64x2.add(cd0, f64x2.mul(v128.load(input + k, 16), cdTaps));
    ab1 = f64x2.add(ab1, f64x2.mul(v128.load(input1 + k), abTaps));
    cd1 = f64x2.add(cd1, f64x2.mul(v128.load(input1 + k, 16), cdTaps));
    ab2 = f64x2.add(ab2, f64x2.mul(v128.load(input2 + k), abTaps));
    cd2 = f64x2.add(cd2, f64x2.mul(v128.load(input2 + k, 16), cdTaps));
    ab3 = f64x2.add(ab3, f64x2.mul(v128.load(input3 + k), abTaps));
    cd3 = f64x2.add(cd3, f64x2.mul(v128.load(input3 + k, 16), cdTaps));
  }
  store<f32>(out, <f32>sumOf(ab0, cd0));
  store<f32>(out + stride, <f32>sumOf(ab1, cd1));
  store<f32>(out + 2 * stride, <f32>sumOf(ab2, cd2));
  store<f32>(out + 3 * stride, <f32>sumOf(ab3, cd3));
}

function sumOf(ab: v128, cd: v128): f64 {
  return (
    f64x2.extract_lane(ab, 0) + f64x2.extract_lane(ab, 1) + (f64x2.extract_lane(cd, 0) + f64x2.extract_lane(cd, 1))
  );
}
