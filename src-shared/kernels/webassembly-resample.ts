import { type FilterBank, type ResampleRun, resampleRun } from '../mix/resample-run.ts';
import type { KernelInstance } from './kernel-instance.ts';

/** Enough for 24,576 outputs at twice the rate, so that a decoder's block is one call. */
const INPUT_SAMPLES = 1 << 14;
const OUTPUT_SAMPLES = 1 << 15;
/** Taps of all rows: 1,025 rows of 96, the most there are for raising a rate, and up to 8 kHz from 48. */
const BANK_TAPS = 100_000;

export function createResample(instance: KernelInstance): ResampleRun {
  const { exports } = instance;
  const input = instance.doubles(INPUT_SAMPLES);
  const output = instance.floats(OUTPUT_SAMPLES);
  const taps = instance.doubles(BANK_TAPS);
  let loaded: FilterBank | null = null;

  return (from, start, bank, ratio, firstPhase, to) => {
    const { step, phaseCount } = ratio;
    const tapsPerRow = 2 * bank.reach;
    const most = Math.min(OUTPUT_SAMPLES, Math.floor(((INPUT_SAMPLES - tapsPerRow) * phaseCount) / step));
    if (bank.taps.length > BANK_TAPS || most < 1) {
      resampleRun(from, start, bank, ratio, firstPhase, to);
      return;
    }
    if (bank !== loaded) {
      taps.set(bank.taps);
      loaded = bank;
    }
    for (let done = 0; done < to.length; done += most) {
      const count = Math.min(most, to.length - done);
      const position = firstPhase + done * step;
      const phase = position % phaseCount;
      const window = start + (position - phase) / phaseCount;
      const last = Math.floor((phase + (count - 1) * step) / phaseCount);
      input.set(from.subarray(window, window + last + tapsPerRow));
      exports.resample(
        input.byteOffset,
        0,
        taps.byteOffset,
        tapsPerRow,
        bank.rowsPerPhase,
        step,
        phaseCount,
        phase,
        output.byteOffset,
        count,
      );
      to.set(output.subarray(0, count), done);
    }
  };
}
