// What the module exports. AssemblyScript; built by `npm run kernels` into ../kernel-bytes.ts.
export { resample } from './resample';
