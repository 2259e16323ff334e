/** Compiles the WebAssembly kernels: `npm run kernels`. A test compares what is committed with what the sources give. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKernels } from './compile-kernels.ts';

const PATH = join(import.meta.dirname, '../../src-shared/kernels/kernel-bytes.ts');

const text = await compileKernels();
writeFileSync(PATH, text);
console.log(`kernel-bytes.ts  ${(text.length / 1e3).toFixed(1)} kB`);
