// What the module exports. AssemblyScript; built by `npm run kernels` into ../kernel-bytes.ts.
export { cellExtremes } from './extremes';
export { weighPair } from './k-weighting';
export { resample } from './resample';
export { addRoomTone } from './room-tone';
export { findTruePeaks } from './true-peaks';
