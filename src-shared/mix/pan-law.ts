export interface PanGains {
  readonly left: number;
  readonly right: number;
}

/**
 * Constant power with 0 dB at the centre: left = √(1 − pan), right = √(1 + pan), so left² + right² = 2 everywhere.
 *
 * Why this law: BS.1770 adds the power of the channels, so a voice keeps its measured loudness wherever it is put, and
 * loudness matching between speakers survives panning. A mono voice in the middle comes out at its own level in both
 * channels. At the side the one channel is 3 dB up, which the limiter at the end of the chain is there for. (A law with
 * −3 dB at the centre would make every ordinary episode 3 dB quieter than its recordings; a plain balance control would
 * make a voice up to 3 dB quieter than its neighbours.)
 *
 * The same factors balance a stereo source: its channels keep their sides, and its power keeps its sum when both carry
 * alike.
 *
 * @param pan −1 left, 0 centre, 1 right; clamped.
 */
export function panGains(pan: number): PanGains {
  const position = Math.min(1, Math.max(-1, pan));
  return { left: Math.sqrt(1 - position), right: Math.sqrt(1 + position) };
}
