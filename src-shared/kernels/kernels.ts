import { type ResampleRun, resampleRun } from '../mix/resample-run.ts';

/**
 * The loops that nearly all time goes into. Each exists twice: in TypeScript, which says what it does, and in WebAssembly
 * with SIMD, which gives the same bits, whatever the sizes of the blocks. None keeps anything between calls.
 */
export interface Kernels {
  readonly name: 'typescript' | 'webassembly';
  readonly resample: ResampleRun;
}

export const typescriptKernels: Kernels = { name: 'typescript', resample: resampleRun };

/** What is in use; see start-kernels.ts. */
export let kernels: Kernels = typescriptKernels;

export function chooseKernels(chosen: Kernels): void {
  kernels = chosen;
}
