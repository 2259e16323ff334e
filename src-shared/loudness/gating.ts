/**
 * Loudness of a whole programme from its step powers: the K-weighted, channel-weighted mean squares of successive steps
 * of 100 ms (10 an hour's 36,000 numbers). Gating blocks of 400 ms overlapping by 75 % and short-term windows of 3 s are
 * means of 4 and 30 neighbouring steps, so nothing is lost by keeping only these; and the steps of two stretches that
 * follow one another, joined, are the steps of both.
 */

export const STEPS_PER_SECOND = 10;
const STEPS_PER_BLOCK = 4;
const STEPS_PER_SHORT_TERM = 30;
/** EBU Tech 3342: measuring a file, silence follows so that its end weighs as much as its middle. */
const TRAILING_STEPS = 15;
const ABSOLUTE_GATE_LUFS = -70;

/** Loudness in LUFS of a mean square after weighting: −0.691 + 10·log₁₀ (BS.1770-5 Annex 1). 0 gives −Infinity. */
export function powerToLufs(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

function lufsToPower(lufs: number): number {
  return 10 ** ((lufs + 0.691) / 10);
}

/**
 * Integrated loudness in LUFS by the two gates of BS.1770-5: blocks above −70 LUFS, then those above their mean −10 LU.
 * null when no block passes: silence, or less than 400 ms.
 */
export function integratedLufsOf(stepPowers: Float64Array): number | null {
  const mean = gatedMean(windowsOf(stepPowers, STEPS_PER_BLOCK), -10);
  return mean === null ? null : powerToLufs(mean);
}

/**
 * Loudness range in LU (EBU Tech 3342): the spread from the 10th to the 95th percentile of short-term loudness above
 * −70 LUFS and above 20 LU under its mean. null when no window passes.
 */
export function loudnessRangeOf(stepPowers: Float64Array): number | null {
  const padded = new Float64Array(stepPowers.length + TRAILING_STEPS);
  padded.set(stepPowers);
  const windows = windowsOf(padded, STEPS_PER_SHORT_TERM);
  const gate = gateBelowMean(windows, -20);
  if (gate === null) return null;
  const kept = windows.filter((power) => power > gate).sort();
  const percentile = (share: number) => kept[Math.round((kept.length - 1) * share)]!;
  return powerToLufs(percentile(0.95)) - powerToLufs(percentile(0.1));
}

/** Means of every run of `length` neighbouring steps. */
function windowsOf(stepPowers: Float64Array, length: number): Float64Array {
  const windows = new Float64Array(Math.max(0, stepPowers.length - length + 1));
  for (let i = 0; i < windows.length; i++) {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += stepPowers[i + k]!;
    windows[i] = sum / length;
  }
  return windows;
}

/** The higher of the absolute gate and the relative one, as a power; null when nothing passes the absolute gate. */
function gateBelowMean(powers: Float64Array, relativeLu: number): number | null {
  const absolute = lufsToPower(ABSOLUTE_GATE_LUFS);
  const mean = meanAbove(powers, absolute);
  return mean === null ? null : Math.max(absolute, mean * 10 ** (relativeLu / 10));
}

function gatedMean(powers: Float64Array, relativeLu: number): number | null {
  const gate = gateBelowMean(powers, relativeLu);
  return gate === null ? null : meanAbove(powers, gate);
}

function meanAbove(powers: Float64Array, gate: number): number | null {
  let sum = 0;
  let count = 0;
  for (const power of powers) {
    if (power > gate) {
      sum += power;
      count++;
    }
  }
  return count === 0 ? null : sum / count;
}
