export const RECORDER_NAME = 'lectern-recorder';
/** One render quantum after the other, as it came from the microphone: mono, at the context's rate. */
export type RecordedBlock = Float32Array;
