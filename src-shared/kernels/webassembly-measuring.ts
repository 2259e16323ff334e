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
  const input = instance.floats(FRAMES_AT_ONCE + 2 * TRUE_PEAK_REACH);
  const found = instance.doubles(FRAMES_AT_ONCE);
  const folded = instance.doubles(3 * TRUE_PEAK_REACH);
  for (let k = 0; k < TRUE_PEAK_REACH; k++) folded.set([quarterEven[k]!, quarterOdd[k]!, halfEven[k]!], 3 * k);
  const taps = instance.doubles(phases.length * 2 * TRUE_PEAK_REACH);
  for (const [index, phase] of phases.entries()) taps.set(phase, index * phase.length);
  const stretch = instance.doubles(128);
  const grid = instance.doubles(272);
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
        folded.byteOffset,
        taps.byteOffset,
        stretch.byteOffset,
        grid.byteOffset,
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
