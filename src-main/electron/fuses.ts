import { type FuseConfig, FuseV1Options, FuseVersion } from '@electron/fuses';

/** Switches burnt into the shipped binary: it runs our program and nothing else, whatever its surroundings say. */
export const FUSES: FuseConfig = {
  version: FuseVersion.V1,
  // A fuse that a later Electron adds must be decided here, not left to its default.
  strictlyRequireAllFuses: true,
  resetAdHocDarwinSignature: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};
