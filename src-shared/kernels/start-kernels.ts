import { chooseKernels, type Kernels } from './kernels.ts';
import { loadKernels } from './load-kernels.ts';

let loaded: Kernels | null | undefined;

/**
 * Chooses WebAssembly for the kernels of this thread, where it can. To be called where a program or a thread starts; again
 * does nothing. The studio's page does not call it: compiling WebAssembly there would need a weaker content policy, and
 * TypeScript is fast enough to play.
 */
export function startKernels(): void {
  if (loaded !== undefined) return;
  loaded = loadKernels();
  if (loaded) chooseKernels(loaded);
}
