import { type FindTruePeaks, findTruePeaks } from '../loudness/true-peak-filter.ts';
import { type WeighPair, weighPair } from '../loudness/weigh-pair.ts';
import { type AddRoomTone, addRoomTone } from '../mix/add-room-tone.ts';
import { type CellExtremes, cellExtremes } from '../mix/cell-extremes.ts';
import { type ResampleRun, resampleRun } from '../mix/resample-run.ts';

/**
 * The loops that nearly all time goes into. Each exists twice: in TypeScript, which says what it does, and in WebAssembly
 * with SIMD, which gives the same bits, whatever the sizes of the blocks. None keeps anything between calls.
 */
export interface Kernels {
  readonly name: 'typescript' | 'webassembly';
  readonly resample: ResampleRun;
  readonly cellExtremes: CellExtremes;
  readonly weighPair: WeighPair;
  readonly findTruePeaks: FindTruePeaks;
  readonly addRoomTone: AddRoomTone;
}

export const typescriptKernels: Kernels = {
  name: 'typescript',
  resample: resampleRun,
  cellExtremes,
  weighPair,
  findTruePeaks,
  addRoomTone,
};

/** What is in use; see start-kernels.ts. */
export let kernels: Kernels = typescriptKernels;

export function chooseKernels(chosen: Kernels): void {
  kernels = chosen;
}
