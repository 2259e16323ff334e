import type { PlanarBlock } from './pcm-samples.ts';

/** Loudspeaker positions, in the order of the bits of a WAVEFORMATEXTENSIBLE channel mask. */
const POSITIONS = [
  'FL',
  'FR',
  'FC',
  'LFE',
  'BL',
  'BR',
  'FLC',
  'FRC',
  'BC',
  'SL',
  'SR',
  'TC',
  'TFL',
  'TFC',
  'TFR',
  'TBL',
  'TBC',
  'TBR',
] as const;
type Position = (typeof POSITIONS)[number];

const HALF_POWER = Math.SQRT1_2;

/**
 * What a position gives to left and right: ITU-R BS.775-4 Table 2 (centre and surrounds at −3 dB, nothing of the low-
 * frequency channel), positions it does not name by the side they are on.
 */
const SHARES: Readonly<Record<Position, readonly [left: number, right: number]>> = {
  FL: [1, 0],
  FR: [0, 1],
  FC: [HALF_POWER, HALF_POWER],
  LFE: [0, 0],
  BL: [HALF_POWER, 0],
  BR: [0, HALF_POWER],
  FLC: [1, 0],
  FRC: [0, 1],
  BC: [0.5, 0.5],
  SL: [HALF_POWER, 0],
  SR: [0, HALF_POWER],
  TC: [0.5, 0.5],
  TFL: [HALF_POWER, 0],
  TFC: [0.5, 0.5],
  TFR: [0, HALF_POWER],
  TBL: [HALF_POWER, 0],
  TBC: [0.5, 0.5],
  TBR: [0, HALF_POWER],
};

/** What a number of channels means where the file does not say (the defaults of WAVEFORMATEXTENSIBLE and ffmpeg). */
const DEFAULTS: Readonly<Record<number, readonly Position[]>> = {
  3: ['FL', 'FR', 'FC'],
  4: ['FL', 'FR', 'BL', 'BR'],
  5: ['FL', 'FR', 'FC', 'BL', 'BR'],
  6: ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR'],
  7: ['FL', 'FR', 'FC', 'LFE', 'BC', 'SL', 'SR'],
  8: ['FL', 'FR', 'FC', 'LFE', 'BL', 'BR', 'SL', 'SR'],
};

export type Downmix = (block: PlanarBlock) => PlanarBlock;

/**
 * Mono and stereo pass unchanged; more channels become two. The coefficients are scaled so that neither sum exceeds 1:
 * full scale in every channel at once does not clip. Channels without a known place go to both sides alike.
 */
export function downmixTo(channels: number, channelMask: number | null): Downmix {
  if (channels <= 2) return (block) => block;
  const shares = sharesOf(channels, channelMask);
  return (block) => {
    const left = new Float32Array(block[0]!.length);
    const right = new Float32Array(block[0]!.length);
    for (const [channel, [toLeft, toRight]] of shares.entries()) {
      const source = block[channel]!;
      for (let i = 0; i < left.length; i++) {
        left[i] = left[i]! + toLeft * source[i]!;
        right[i] = right[i]! + toRight * source[i]!;
      }
    }
    return [left, right];
  };
}

function sharesOf(channels: number, channelMask: number | null): readonly (readonly [number, number])[] {
  const shares = positionsOf(channels, channelMask)?.map((position) => SHARES[position]);
  const all = shares ?? Array.from({ length: channels }, () => [1, 1] as const);
  const sums = all.reduce(([left, right], [l, r]) => [left + l, right + r], [0, 0] as readonly [number, number]);
  const scale = Math.max(1, ...sums);
  return all.map(([left, right]) => [left / scale, right / scale]);
}

function positionsOf(channels: number, channelMask: number | null): readonly Position[] | undefined {
  const named = POSITIONS.filter((_, bit) => ((channelMask ?? 0) & (1 << bit)) !== 0);
  return named.length === channels ? named : DEFAULTS[channels];
}
