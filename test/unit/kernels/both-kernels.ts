import { chooseKernels, type Kernels, kernels, typescriptKernels } from '#shared/kernels/kernels.ts';
import { loadKernels } from '#shared/kernels/load-kernels.ts';

const loaded = loadKernels();

/** Throws where this machine has no WebAssembly SIMD: the tests are about it. */
export function webAssemblyKernels(): Kernels {
  if (!loaded) throw new Error('The WebAssembly kernels did not load');
  return loaded;
}

export function withKernels<Result>(chosen: Kernels, work: () => Result): Result {
  const before = kernels;
  chooseKernels(chosen);
  try {
    return work();
  } finally {
    chooseKernels(before);
  }
}

/** What a piece of work gives by the reference and by WebAssembly. */
export function byBoth<Result>(work: () => Result): { readonly reference: Result; readonly webAssembly: Result } {
  return {
    reference: withKernels(typescriptKernels, work),
    webAssembly: withKernels(webAssemblyKernels(), work),
  };
}
