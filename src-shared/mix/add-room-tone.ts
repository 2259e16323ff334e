import { dbToLinear } from '../units.ts';

/**
 * Pink down to about 80 Hz and flat below: each row beyond the first is noise held for twice as long as the row before.
 * Lower rows would spend the level on rumble nobody hears.
 */
export const HELD_ROWS = 8;
/** Rows are signed integers of this many bits: their sum is exact in any order, so any start gives the same samples. */
const ROW_BITS = 20;
/** RMS of the sum of independent, evenly spread rows: each has a variance of 2^(2·bits) / 12. */
const NOISE_RMS = 2 ** ROW_BITS * Math.sqrt((HELD_ROWS + 1) / 12);

const rows = new Int32Array(HELD_ROWS + 1);

/**
 * Adds room tone of a given level (RMS in dBFS) to both channels: a quiet pink-like noise, because dead digital silence
 * between sentences sounds like a fault and fails delivery checks. The sample depends on its position alone.
 *
 * The same noise goes to both channels, as the hiss of one microphone would: a dual-mono episode stays dual mono (which
 * joint stereo codes for nothing), and a mono downmix 0.5·L + 0.5·R keeps the level exactly. Two different noises would
 * lose 3 dB there.
 *
 * Method: Voss-McCartney noise (M. Gardner, Scientific American, April 1978; J. McCartney's staggered update), with the
 * random source replaced by a hash of the row and the position. Repeats after 2³² samples, a day.
 */
export type AddRoomTone = (startSample: number, left: Float32Array, right: Float32Array, levelDbfsRms: number) => void;

export const addRoomTone: AddRoomTone = (startSample, left, right, levelDbfsRms) => {
  const scale = roomToneScale(levelDbfsRms);
  let held = 0;
  for (let row = 1; row <= HELD_ROWS; row++) {
    rows[row] = heldValue(row, startSample);
    held += rows[row]!;
  }
  for (let i = 0; i < left.length; i++) {
    const position = (startSample + i) | 0;
    // Rows are staggered so that exactly one changes at each position: the one after its count of trailing zeros.
    const row = 32 - Math.clz32(position & -position);
    if (row >= 1 && row <= HELD_ROWS) {
      const value = heldValue(row, position);
      held += value - rows[row]!;
      rows[row] = value;
    }
    const tone = (held + noise(position, 0)) * scale;
    left[i] = left[i]! + tone;
    right[i] = right[i]! + tone;
  }
};

/** What whole numbers are multiplied by. */
export function roomToneScale(levelDbfsRms: number): number {
  return dbToLinear(levelDbfsRms) / NOISE_RMS;
}

/** The row's value: one for each stretch of 2^row samples, offset by half a stretch. */
function heldValue(row: number, position: number): number {
  return noise((position + (1 << (row - 1))) >>> row, row);
}

/** An evenly spread integer of ROW_BITS bits, signed. Bit mixer: C. Wellons' "lowbias32". */
function noise(cell: number, row: number): number {
  let x = (cell + Math.imul(row, 0x9e3779b9)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >> (32 - ROW_BITS);
}
