import { decodeBase64 } from './base64.ts';
import { KERNEL_BYTES } from './kernel-bytes.ts';

/** The functions of assembly/kernels.ts; pointers are byte offsets in its memory. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly resample: (
    input: number,
    start: number,
    taps: number,
    tapsPerRow: number,
    rowsPerPhase: number,
    step: number,
    phaseCount: number,
    firstPhase: number,
    output: number,
    count: number,
  ) => void;
  readonly cellExtremes: (input: number, cells: number, cellFrames: number, channels: number, extremes: number) => void;
  readonly weighPair: (
    left: number,
    right: number,
    frames: number,
    memory: number,
    energies: number,
    b0: number,
    b1: number,
    b2: number,
    a1: number,
    a2: number,
    c1: number,
    c2: number,
  ) => void;
  readonly findTruePeaks: (
    signal: number,
    frames: number,
    threshold: number,
    limit: number,
    tables: number,
    scratch: number,
    peaks: number,
  ) => number;
  readonly addRoomTone: (
    start: number,
    left: number,
    right: number,
    frames: number,
    scale: number,
    rows: number,
  ) => void;
}

/** The part of WebAssembly used here; the pure floor has no types for it. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: KernelExports };
}

/** The module and its memory, which is given out in parts once and never grows. */
export class KernelInstance {
  readonly exports: KernelExports;
  readonly #buffer: ArrayBuffer;
  /** What lies below is the compiler’s. */
  #free = 1024;

  constructor(exports: KernelExports) {
    this.exports = exports;
    this.#buffer = exports.memory.buffer;
  }

  /** Throws where there is no WebAssembly, no SIMD, or a policy that forbids them. */
  static create(): KernelInstance {
    const { Module, Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;
    return new KernelInstance(new Instance(new Module(decodeBase64(KERNEL_BYTES))).exports);
  }

  /** A part of the memory that nobody else has. Throws RangeError when there is not as much. */
  floats(count: number): Float32Array {
    return new Float32Array(this.#buffer, this.#take(4 * count), count);
  }

  doubles(count: number): Float64Array {
    return new Float64Array(this.#buffer, this.#take(8 * count), count);
  }

  #take(bytes: number): number {
    const at = this.#free;
    this.#free += 16 * Math.ceil(bytes / 16);
    return at;
  }
}
