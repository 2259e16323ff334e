/** What the page, the mixing worker and the audio worklet say to each other. */
import type { PlayChange } from './mix-feeder.ts';
import type { RingMemory } from './ring.ts';

/** Page to worker. */
export type WorkerRequest =
  | { readonly kind: 'start'; readonly ring: RingMemory; readonly workletPort: MessagePort }
  | { readonly kind: 'change'; readonly change: PlayChange }
  | { readonly kind: 'scrub'; readonly sample: number; readonly restartId: number }
  | { readonly kind: 'resetMeters' };

/** Worker to page. */
export interface WorkerFailure {
  readonly kind: 'failed';
  /** Nobody answers behind the page. */
  readonly isUnreachable: boolean;
  readonly message: string;
}

/** Page to worklet, in its options and its first message. */
export interface WorkletOptions {
  readonly ring: RingMemory;
}
export interface WorkletStart {
  readonly workerPort: MessagePort;
}

/** Worklet to page. */
export interface WorkletNews {
  readonly kind: 'ended';
}

export const WORKLET_NAME = 'lectern-playback';
