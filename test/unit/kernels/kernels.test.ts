import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '#core/serving/security-headers.ts';
import { decodeBase64 } from '#shared/kernels/base64.ts';
import { kernels, typescriptKernels } from '#shared/kernels/kernels.ts';
import { loadKernels } from '#shared/kernels/load-kernels.ts';
import { compileKernels } from '../../../src-main/tools/compile-kernels.ts';

const SHARED = join(import.meta.dirname, '../../../src-shared');

describe('kernels', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('[KRN6] what is committed is what the sources give', { timeout: 120_000 }, async () => {
    expect(await compileKernels()).toBe(readFileSync(join(SHARED, 'kernels/kernel-bytes.ts'), 'utf8'));
  });

  it('[KRN7] are TypeScript until a program or a thread starts them, and where WebAssembly is missing or forbidden', () => {
    expect(kernels).toBe(typescriptKernels);
    expect(loadKernels()?.name).toBe('webassembly');
    vi.stubGlobal('WebAssembly', undefined);
    expect(loadKernels()).toBeNull();
    // What a content policy without 'wasm-unsafe-eval' does, and an engine without SIMD.
    class Refused {
      constructor() {
        throw new WebAssembly.CompileError('refused');
      }
    }
    const { CompileError } = WebAssemblyBefore;
    vi.stubGlobal('WebAssembly', { Module: Refused, CompileError });
    expect(loadKernels()).toBeNull();
  });

  it('[KRN7] the page does not know them, so that its content policy can forbid compiling', () => {
    const renderer = join(SHARED, '../src-renderer');
    const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
    expect(files.length).toBeGreaterThan(20);
    const knowing = files.filter((name) => /kernels\/|WebAssembly/.test(readFileSync(join(renderer, name), 'utf8')));
    expect(knowing).toEqual([]);
    expect(CONTENT_SECURITY_POLICY).not.toContain('wasm-unsafe-eval');
  });

  it('[KRN7] base64 is read as written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(new Uint8Array(bytes));
      }),
    );
  });
});

const WebAssemblyBefore = WebAssembly;
