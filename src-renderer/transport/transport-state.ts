import type { RecordId } from '#shared/ids.ts';
import type { LoopRange } from '../player/programme-walk.ts';

/** How it plays. Session state: a mix does not depend on who listens how. */
export interface TransportState {
  /** How fast Play plays, at the same pitch. */
  readonly rate: number;
  /** By J and L, while they hold: below 0 backwards. null: as Play plays. */
  readonly shuttle: number | null;
  /** Selected in the ruler. */
  readonly range: LoopRange | null;
  /** The range is played again and again. */
  readonly isLooping: boolean;
  readonly soloTrackIds: ReadonlySet<RecordId>;
  /** 0 to 1. */
  readonly volume: number;
}

export const INITIAL_TRANSPORT: TransportState = {
  rate: 1,
  shuttle: null,
  range: null,
  isLooping: false,
  soloTrackIds: new Set(),
  volume: 1,
};

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

const FASTEST_SHUTTLE = 8;

/** J and L: begins at its own speed, twice as fast with every press; the other key turns round. */
export function nextShuttle(now: number | null, isPlaying: boolean, direction: 1 | -1): number {
  const current = isPlaying ? (now ?? 1) : 0;
  if (Math.sign(current) !== direction) return direction;
  return Math.min(FASTEST_SHUTTLE, Math.max(1, Math.abs(current)) * 2) * direction;
}

/** As loud as it is heard to be: half-way along the slider is about half as loud. */
export function volumeOf(position: number): number {
  return position ** 2;
}
