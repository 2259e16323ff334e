import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { afterPack, packedBinary } from '../../../src-main/electron/after-pack.ts';

/** How Electron marks its fuse wire: a fixed text, a version, a length, and one character a fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const packager = { appInfo: { productFilename: 'Lectern' }, executableName: 'lectern' };

test('[SEC69] the fuses of a packed binary are flipped, every one of them by decision', async () => {
  const appOutDir = await mkdtemp(join(tmpdir(), 'lectern-fuses-'));
  const binary = join(appOutDir, 'lectern');
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, 9]), Buffer.from('101100011')]);
  await writeFile(binary, Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]));
  await afterPack({ appOutDir, electronPlatformName: 'linux', packager });
  const fuses = await getCurrentFuseWire(binary);
  await rm(appOutDir, { recursive: true });
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
    FuseV1Options.WasmTrapHandlers,
  ];
  for (let fuse: FuseV1Options = 0; fuse <= FuseV1Options.WasmTrapHandlers; fuse++) {
    expect(fuses[fuse], FuseV1Options[fuse]).toBe(on.includes(fuse) ? FuseState.ENABLE : FuseState.DISABLE);
  }
});

test('[SEC69] the binary is found where each system has it', () => {
  const at = (electronPlatformName: string) => packedBinary({ appOutDir: 'out', electronPlatformName, packager });
  expect(at('darwin')).toBe(join('out', 'Lectern.app'));
  expect(at('win32')).toBe(join('out', 'Lectern.exe'));
  expect(at('linux')).toBe(join('out', 'lectern'));
});

test('[SEC69] packing runs that step, and ships the built program and no sources', async () => {
  const config = parse(await readFile('electron-builder.yml', 'utf8'));
  expect(config.afterPack).toBe('./src-main/electron/after-pack.ts');
  expect(config.asar).toBe(true);
  expect(config.files).toContain('out/**/*');
  expect(config.files.some((pattern: string) => pattern.startsWith('src-'))).toBe(false);
});
