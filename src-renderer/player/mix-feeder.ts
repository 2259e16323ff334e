import type { AssetId } from '#shared/ids.ts';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import type { PcmCache } from './pcm-cache.ts';
import type { RingWriter } from './ring.ts';

/** Small enough that a seek is heard at once, large enough that mixing is cheap. */
const BLOCK_FRAMES = 2_048;

export interface FeederEvents {
  /** Audio could not be fetched: playing stops here. */
  onFailure(error: unknown): void;
}

/**
 * Mixes ahead into the ring until it is full, from wherever it was last told to. The mixer is the exporter's; only
 * where its samples come from and go to differs.
 */
export class MixFeeder {
  readonly #cache: PcmCache;
  readonly #ring: RingWriter;
  readonly #events: FeederEvents;
  readonly #left = new Float32Array(BLOCK_FRAMES);
  readonly #right = new Float32Array(BLOCK_FRAMES);
  #plan: MixPlan | null = null;
  #mixer: BlockMixer | null = null;
  #nextSample = 0;
  #isFinished = false;
  /** Ends the run under way: it mixes for a place that nobody listens to any more. */
  #run: AbortController | null = null;
  #isAskedAgain = false;

  constructor(cache: PcmCache, ring: RingWriter, events: FeederEvents) {
    this.#cache = cache;
    this.#ring = ring;
    this.#events = events;
  }

  /** Plays another plan from now on, from the given position. */
  load(plan: MixPlan, startSample: number, restartId: number): void {
    this.#plan = plan;
    this.#cache.setChannels(channelsOf(plan));
    this.#mixer = new BlockMixer(plan, this.#cache);
    this.seek(startSample, restartId);
  }

  seek(startSample: number, restartId: number): void {
    this.#run?.abort();
    this.#run = null;
    this.#isAskedAgain = false;
    this.#cache.takeMissing();
    this.#nextSample = startSample;
    this.#isFinished = false;
    this.#ring.restart(startSample, restartId);
    this.feed();
  }

  /** Fills the ring. Call when the reader has taken some. */
  feed(): void {
    if (!this.#mixer || this.#isFinished) return;
    if (this.#run) {
      // The run may have looked at the ring for the last time already.
      this.#isAskedAgain = true;
      return;
    }
    const run = new AbortController();
    this.#run = run;
    void this.#fill(run.signal).finally(() => {
      if (this.#run !== run) return;
      this.#run = null;
      if (this.#isAskedAgain) {
        this.#isAskedAgain = false;
        this.feed();
      }
    });
  }

  async #fill(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && !this.#isFinished && this.#ring.freeFrames >= BLOCK_FRAMES) {
        if (this.#mixBlock()) continue;
        const missing = this.#cache.takeMissing();
        await Promise.all(missing.map((chunk) => this.#cache.fetch(chunk)));
      }
    } catch (error) {
      if (!signal.aborted) this.#events.onFailure(error);
    }
  }

  /** False when audio was missing: nothing was written, and the block is to be mixed again. */
  #mixBlock(): boolean {
    const remaining = this.#plan!.durationSamples - this.#nextSample;
    const frames = Math.max(0, Math.min(BLOCK_FRAMES, remaining));
    const left = this.#left.subarray(0, frames);
    const right = this.#right.subarray(0, frames);
    this.#mixer!.render(this.#nextSample, left, right);
    if (this.#cache.hasMissing) return false;
    this.#ring.write(left, right);
    this.#nextSample += frames;
    if (frames < BLOCK_FRAMES) {
      this.#ring.finish();
      this.#isFinished = true;
    }
    return true;
  }
}

function channelsOf(plan: MixPlan): ReadonlyMap<AssetId, 1 | 2> {
  return new Map(plan.tracks.flatMap((track) => track.clips.map((clip) => [clip.assetId, clip.channels] as const)));
}
