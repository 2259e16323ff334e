import { type FindTruePeaks, TRUE_PEAK_REACH, truePeakTables } from '../loudness/true-peak-filter.ts';
import { FILTER_MEMORY_LENGTH, type WeighPair } from '../loudness/weigh-pair.ts';
import { type CellExtremes, cellExtremes } from '../mix/cell-extremes.ts';
import type { KernelInstance } from './kernel-instance.ts';

const FRAMES_AT_ONCE = 1024;
/** Of one channel or two. */
const SAMPLES_AT_ONCE = 1 << 15;
/** Samples loaded together. */
const GROUP = 8;

export function createCellExtremes(instance: KernelInstance): CellExtremes {
  const { exports } = instance;
  const input = instance.floats(SAMPLES_AT_ONCE);
  const output = instance.floats(SAMPLES_AT_ONCE / GROUP);

  return (interleaved, from, cells, cellFrames, channels, extremes) => {
    const cellSamples = cellFrames * channels;
    const most = Math.floor(SAMPLES_AT_ONCE / cellSamples);
    if (channels > 2 || cellSamples % GROUP !== 0 || cellSamples < 2 * channels * GROUP || most === 0) {
      cellExtremes(interleaved, from, cells, cellFrames, channels, extremes);
      return;
    }
    for (let done = 0; done < cells; done += most) {
      const count = Math.min(most, cells - done);
      const start = from + done * cellSamples;
      input.set(interleaved.subarray(start, start + count * cellSamples));
      exports.cellExtremes(input.byteOffset, count, cellFrames, channels, output.byteOffset);
      extremes.set(output.subarray(0, 2 * channels * count), 2 * channels * done);
    }
  };
}

export function createWeighPair(instance: KernelInstance): WeighPair {
  const { exports } = instance;
  const inputLeft = instance.floats(FRAMES_AT_ONCE);
  const inputRight = instance.floats(FRAMES_AT_ONCE);
  const filterMemory = instance.doubles(FILTER_MEMORY_LENGTH);
  const sums = instance.doubles(2);

  return ({ shelf, highPass }, memory, left, right, from, to, energies) => {
    filterMemory.set(memory);
    sums.fill(0);
    for (let at = from; at < to; at += FRAMES_AT_ONCE) {
      const stop = Math.min(to, at + FRAMES_AT_ONCE);
      inputLeft.set(left.subarray(at, stop));
      inputRight.set(right.subarray(at, stop));
      exports.weighPair(
        inputLeft.byteOffset,
        inputRight.byteOffset,
        stop - at,
        filterMemory.byteOffset,
        sums.byteOffset,
        shelf.b0,
        shelf.b1,
        shelf.b2,
        shelf.a1,
        shelf.a2,
        highPass.a1,
        highPass.a2,
      );
    }
    memory.set(filterMemory);
    energies.set(sums);
  };
}

export function createFindTruePeaks(instance: KernelInstance): FindTruePeaks {
  const { exports } = instance;
  const { phases, quarterEven, quarterOdd, halfEven, worstGain } = truePeakTables;
  // Whole groups are looked at; what lies behind the last sample may be anything.
  const input = instance.floats(FRAMES_AT_ONCE + 2 * TRUE_PEAK_REACH + GROUP);
  const found = instance.doubles(FRAMES_AT_ONCE);
  const folded = Array.from(quarterEven, (even, k) => [even, quarterOdd[k]!, halfEven[k]!]).flat();
  // One after the other, as the kernel expects them.
  const tables = instance.doubles(1.5 * folded.length + phases.length * phases[0]!.length);
  tables.set(folded);
  new Float32Array(tables.buffer, tables.byteOffset + 8 * folded.length, folded.length).set(folded);
  for (const [index, phase] of phases.entries()) tables.set(phase, 1.5 * folded.length + index * phase.length);
  const scratch = instance.doubles(3 * GROUP + (FRAMES_AT_ONCE / GROUP + 6) / 2);
  const first = input.byteOffset + TRUE_PEAK_REACH * input.BYTES_PER_ELEMENT;

  return (signal, from, frames, threshold, peaks) => {
    let largest = 0;
    for (let done = 0; done < frames; done += FRAMES_AT_ONCE) {
      const count = Math.min(FRAMES_AT_ONCE, frames - done);
      const start = from + done;
      input.set(signal.subarray(start - TRUE_PEAK_REACH, start + count + TRUE_PEAK_REACH));
      const peak = exports.findTruePeaks(
        first,
        count,
        threshold,
        threshold / worstGain,
        tables.byteOffset,
        scratch.byteOffset,
        found.byteOffset,
      );
      if (peak === 0) continue;
      largest = Math.max(largest, peak);
      for (let i = 0; i < count; i++) {
        if (found[i]! > peaks[done + i]!) peaks[done + i] = found[i]!;
      }
    }
    return largest;
  };
}
