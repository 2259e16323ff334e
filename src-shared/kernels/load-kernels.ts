import { KernelInstance } from './kernel-instance.ts';
import type { Kernels } from './kernels.ts';
import { createCellExtremes, createFindTruePeaks, createWeighPair } from './webassembly-measuring.ts';
import { createResample } from './webassembly-resample.ts';
import { createAddRoomTone } from './webassembly-room-tone.ts';

/** The kernels in WebAssembly; null where it is missing, has no SIMD, or may not be used. */
export function loadKernels(): Kernels | null {
  let instance: KernelInstance;
  try {
    instance = KernelInstance.create();
  } catch (error) {
    // Whatever the reason, TypeScript does the same.
    if (error instanceof Error) return null;
    throw error;
  }
  return {
    name: 'webassembly',
    resample: createResample(instance),
    cellExtremes: createCellExtremes(instance),
    weighPair: createWeighPair(instance),
    findTruePeaks: createFindTruePeaks(instance),
    addRoomTone: createAddRoomTone(instance),
  };
}
