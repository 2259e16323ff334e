import { join } from 'node:path';
import { flipFuses } from '@electron/fuses';
import { FUSES } from './fuses.ts';

/** The part of electron-builder's AfterPackContext that says where the binary is. */
export interface PackedApp {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly packager: {
    readonly appInfo: { readonly productFilename: string };
    /** Of Linux packages. */
    readonly executableName?: string;
  };
}

export function packedBinary({ appOutDir, electronPlatformName, packager }: PackedApp): string {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin' || electronPlatformName === 'mas') return join(appOutDir, `${name}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${name}.exe`);
  return join(appOutDir, packager.executableName ?? name);
}

/** Called by electron-builder before it signs, because flipping a fuse changes the binary. */
export async function afterPack(context: PackedApp): Promise<void> {
  await flipFuses(packedBinary(context), FUSES);
}
