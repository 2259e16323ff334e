/** A windowed sinc sampled at every phase; row r stands r/rows of an input sample after the centre. */
export interface FilterBank {
  /** Input samples from `centre − reach + 1` to `centre + reach` are read: `2 · reach` taps in a row, a multiple of 4. */
  readonly reach: number;
  /** Rows of taps end to end; the last row is a whole sample after the first, for interpolation up to it. */
  readonly taps: Float64Array;
  /** 1, or less where rows are fewer than phases: then neighbouring rows are interpolated between. */
  readonly rowsPerPhase: number;
}

/** A conversion of rates as a fraction in lowest terms: an output sample is step / phaseCount input samples long. */
export interface RateRatio {
  readonly step: number;
  readonly phaseCount: number;
}

/**
 * Fills `output` with what the filter makes of `input`: output i has phase and window `i · step / phaseCount` after
 * those of the first.
 *
 * @param start index in `input` of the first output's window; all windows must lie inside `input`.
 * @param firstPhase of the first output, 0…phaseCount − 1.
 */
export type ResampleRun = (
  input: Float64Array,
  start: number,
  bank: FilterBank,
  ratio: RateRatio,
  firstPhase: number,
  output: Float32Array,
) => void;

export const resampleRun: ResampleRun = (input, start, bank, { step, phaseCount }, firstPhase, output) => {
  const { taps, rowsPerPhase } = bank;
  const tapsPerRow = 2 * bank.reach;
  for (let i = 0; i < output.length; i++) {
    const position = firstPhase + i * step;
    const phase = position % phaseCount;
    const window = start + (position - phase) / phaseCount;
    const row = phase * rowsPerPhase;
    const lower = Math.floor(row);
    let value = convolve(input, window, taps, lower * tapsPerRow, tapsPerRow);
    if (row !== lower) {
      const share = row - lower;
      const next = convolve(input, window, taps, (lower + 1) * tapsPerRow, tapsPerRow);
      value = (1 - share) * value + share * next;
    }
    output[i] = value;
  }
};

/** Four sums side by side: one would wait for every addition before the next. */
function convolve(input: Float64Array, start: number, taps: Float64Array, row: number, count: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < count; k += 4) {
    a += input[start + k]! * taps[row + k]!;
    b += input[start + k + 1]! * taps[row + k + 1]!;
    c += input[start + k + 2]! * taps[row + k + 2]!;
    d += input[start + k + 3]! * taps[row + k + 3]!;
  }
  return a + b + (c + d);
}
