/** Which voices can be made at which service, and what a recording must be for one to be copied. */
import type { Connection, ConnectionKind } from './connection.ts';

export interface SampleRules {
  /** By content. What is anything else is sent as WAV. */
  readonly formats: readonly string[];
  /** null: none is published. */
  readonly minMs: number | null;
  readonly maxMs: number | null;
  readonly maxBytes: number;
}

export interface VoiceMaking {
  readonly canDesign: boolean;
  readonly canBlend: boolean;
  /** null: copies cannot be made from a file here. */
  readonly sample: SampleRules | null;
  /** The service charges for a voice that is designed or copied when it is first used. */
  readonly isFeeCharged: boolean;
}

/** Published for MiniMax; of MiMo only that the sample is at most 10 MB as base64. */
const MINIMAX_SAMPLE: SampleRules = {
  formats: ['mp3', 'm4a', 'wav'],
  minMs: 10_000,
  maxMs: 300_000,
  maxBytes: 20 * 1024 * 1024,
};
const MIMO_SAMPLE: SampleRules = { formats: ['mp3', 'wav'], minMs: null, maxMs: null, maxBytes: 7_400_000 };

const BLENDS_ONLY: VoiceMaking = { canDesign: false, canBlend: true, sample: null, isFeeCharged: false };

/** The gateways keep no voices; Alibaba copies from a public address only, which the command line takes. */
const MAKING: Readonly<Record<Exclude<ConnectionKind, 'mimo'>, VoiceMaking>> = {
  'minimax-global': BLENDS_ONLY,
  'minimax-china': BLENDS_ONLY,
  dashscope: BLENDS_ONLY,
  minimax: { canDesign: true, canBlend: true, sample: MINIMAX_SAMPLE, isFeeCharged: true },
};

export function voiceMakingOf({ kind, models }: Pick<Connection, 'kind' | 'models'>): VoiceMaking {
  if (kind !== 'mimo') return MAKING[kind];
  const has = (use: 'design' | 'clone'): boolean => models.some((model) => model.use === use);
  return { canDesign: has('design'), canBlend: false, sample: has('clone') ? MIMO_SAMPLE : null, isFeeCharged: false };
}
