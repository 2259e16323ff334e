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

/**
 * Whether a piece of work gives the same numbers, bit for bit, by the reference and by WebAssembly. Says the first that differ
 * and no more: what is compared is long, and a property that fails is tried many times.
 */
export function expectSameBits(work: () => readonly ArrayLike<number>[]): void {
  const reference = withKernels(typescriptKernels, work);
  const webAssembly = withKernels(webAssemblyKernels(), work);
  if (reference.length !== webAssembly.length)
    throw new Error(`${webAssembly.length} results, not ${reference.length}`);
  for (const [result, expected] of reference.entries()) compare(result, expected, webAssembly[result]!);
}

function compare(result: number, expected: ArrayLike<number>, found: ArrayLike<number>): void {
  if (found.length !== expected.length) {
    throw new Error(`Result ${result} has ${found.length} numbers, not ${expected.length}`);
  }
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(found[i], expected[i])) {
      throw new Error(`Number ${i} of result ${result} is ${found[i]}, not ${expected[i]}`);
    }
  }
}
