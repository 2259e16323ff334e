import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

const FOLDER = join(import.meta.dirname, '../../src-shared/kernels/assembly');
const WIDTH = 116;

const OPTIONS = [
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert'],
  // No memory is allocated and nothing is imported: kernels work on memory they are given.
  ...['--enable', 'simd', '--runtime', 'stub', '--use', 'abort=', '--initialMemory', '32', '--maximumMemory', '32'],
];

/** Compiles the kernels. @returns the text of src-shared/kernels/kernel-bytes.ts. Throws what the compiler says. */
export async function compileKernels(): Promise<string> {
  let bytes: Uint8Array | null = null;
  let said = '';
  const { error } = await main(['kernels.ts', '--outFile', 'kernels.wasm', ...OPTIONS], {
    readFile: (name) => readSource(name),
    writeFile: (name, contents) => {
      if (name === 'kernels.wasm') bytes = contents as Uint8Array;
    },
    listFiles: () => [],
    stderr: {
      write: (text) => {
        said += text.toString();
      },
    },
  });
  if (error || !bytes) throw new Error(`The kernels do not compile:\n${said}`);
  return moduleOf(Buffer.from(bytes).toString('base64'));
}

/** null where there is none: the compiler tries several names. */
function readSource(name: string): string | null {
  try {
    return readFileSync(join(FOLDER, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function moduleOf(base64: string): string {
  const lines = base64.match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? [];
  const head = '/** Made by `npm run kernels` out of the sources in assembly/. Not to be edited. */\n';
  return `${head}export const KERNEL_BYTES =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`;
}
