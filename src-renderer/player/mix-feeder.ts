import type { AssetId, RecordId } from '#shared/ids.ts';
import { BlockMixer } from '#shared/mix/block-mixer.ts';
import type { MixPlan } from '#shared/mix/mix-plan.ts';
import type { PcmCache } from './pcm-cache.ts';
import { type FrameSource, PlainSource, StretchedSource } from './play-source.ts';
import type { PlayedMeter } from './played-meter.ts';
import { type LoopRange, ProgrammeWalk } from './programme-walk.ts';
import type { RingWriter } from './ring-writer.ts';
import { ScrubSource } from './scrub-source.ts';

/** Small enough that a seek is heard at once, large enough that mixing is cheap. */
const BLOCK_FRAMES = 2_048;
/** What is left to the reader when the rest is taken back: 43 ms, many times what mixing the first block anew takes. */
const LEAD_FRAMES = 2_048;
/** Over this the new sound takes the place of the old: 5 ms, no click and no echo. */
const BLEND_FRAMES = 256;
const SCRUB_READY_FRAMES = 512;

export interface FeederEvents {
  /** Audio could not be fetched: playing stops here. */
  onFailure(error: unknown): void;
}

/** What is to be played otherwise from now on; what is left out stays. */
export interface PlayChange {
  readonly plan?: MixPlan;
  /** Only these tracks are heard; none: all. What they duck for is the same. */
  readonly soloTrackIds?: readonly RecordId[];
  /** Samples of the programme a frame: 1 as it is, 2 twice as fast, −1 backwards; never 0. */
  readonly rate?: number;
  /** null: none. */
  readonly loop?: LoopRange | null;
  /** What is heard now lies so much later in the new plan. Without a restart only. */
  readonly shiftSamples?: number;
  /** From another place, dropping what is ready. null: from where one is, heard within a twentieth of a second. */
  readonly restart: { readonly startSample: number; readonly restartId: number } | null;
  readonly resetsMeters?: boolean;
}

/**
 * Mixes ahead into the ring until it is full, from wherever it was last told to. The mixer is the exporter's; only
 * where its samples come from and go to differs.
 */
export class MixFeeder {
  readonly #cache: PcmCache;
  readonly #ring: RingWriter;
  readonly #meter: PlayedMeter | null;
  readonly #events: FeederEvents;
  readonly #left = new Float32Array(BLOCK_FRAMES);
  readonly #right = new Float32Array(BLOCK_FRAMES);
  readonly #oldLeft = new Float32Array(BLEND_FRAMES);
  readonly #oldRight = new Float32Array(BLEND_FRAMES);
  #blendFrames = 0;
  #whole: MixPlan | null = null;
  #soloTrackIds: readonly RecordId[] = [];
  /** What is heard of the whole. */
  #plan: MixPlan | null = null;
  #mixer: BlockMixer | null = null;
  #rate = 1;
  #loop: LoopRange | null = null;
  #source: FrameSource | null = null;
  #isFirstBlock = true;
  #isFinished = false;
  /** Ends the run under way: it mixes for a place that nobody listens to any more. */
  #run: AbortController | null = null;
  #isAskedAgain = false;

  constructor(cache: PcmCache, ring: RingWriter, events: FeederEvents, meter: PlayedMeter | null = null) {
    this.#cache = cache;
    this.#ring = ring;
    this.#events = events;
    this.#meter = meter;
  }

  change(change: PlayChange): void {
    const { plan, soloTrackIds, rate, loop, shiftSamples = 0, restart, resetsMeters = false } = change;
    this.#meter?.catchUp();
    if (resetsMeters) this.#meter?.reset();
    this.#soloTrackIds = soloTrackIds ?? this.#soloTrackIds;
    this.#whole = plan ?? this.#whole;
    if (plan || soloTrackIds) this.#takePlan();
    this.#rate = rate ?? this.#rate;
    if (loop !== undefined) this.#loop = loop;
    this.#abandonRun();
    if (restart) {
      this.#blendFrames = 0;
      this.#begin(restart.startSample);
      this.#ring.restart(restart.startSample, restart.restartId, undefined, this.#rate);
    } else {
      const { sample, frames } = this.#ring.takeBack(LEAD_FRAMES);
      this.#blendFrames = Math.min(BLEND_FRAMES, frames);
      this.#ring.copyTakenBack(this.#oldLeft, this.#oldRight);
      this.#begin(Math.max(0, Math.round(sample) + shiftSamples));
    }
    this.feed();
  }

  /** Plays grains from where the hand is, until the next change. */
  scrub(sample: number, restartId: number): void {
    if (!this.#mixer) return;
    if (this.#source instanceof ScrubSource) {
      this.#source.moveTo(sample);
    } else {
      this.#abandonRun();
      this.#blendFrames = 0;
      this.#source = new ScrubSource(this.#mixer, () => this.#cache.hasMissing, sample);
      this.#isFinished = false;
      this.#ring.restart(sample, restartId, SCRUB_READY_FRAMES, 0);
    }
    this.feed();
  }

  resetMeters(): void {
    this.#meter?.reset();
  }

  /** Fills the ring. Call when the reader has taken some. */
  feed(): void {
    this.#meter?.catchUp();
    if (!this.#source || this.#isFinished) return;
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

  #takePlan(): void {
    if (!this.#whole) return;
    const solo = new Set(this.#soloTrackIds);
    const tracks = this.#whole.tracks.filter(({ trackId }) => solo.size === 0 || solo.has(trackId));
    this.#plan = { ...this.#whole, tracks };
    this.#cache.setChannels(channelsOf(this.#whole));
    this.#mixer = new BlockMixer(this.#plan, this.#cache);
  }

  #abandonRun(): void {
    this.#run?.abort();
    this.#run = null;
    this.#isAskedAgain = false;
    this.#cache.takeMissing();
  }

  #begin(startSample: number): void {
    if (!this.#mixer || !this.#plan) return;
    const walk = new ProgrammeWalk({
      mixer: this.#mixer,
      durationSamples: this.#plan.durationSamples,
      hasMissing: () => this.#cache.hasMissing,
      startSample: Math.min(startSample, this.#plan.durationSamples),
      direction: this.#rate < 0 ? -1 : 1,
      loop: this.#loop,
    });
    this.#source = this.#rate === 1 ? new PlainSource(walk) : new StretchedSource(walk, this.#rate);
    this.#isFirstBlock = true;
    this.#isFinished = false;
  }

  async #fill(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && !this.#isFinished && this.#hasRoom) {
        if (this.#giveBlock()) continue;
        const missing = this.#cache.takeMissing();
        await Promise.all(missing.map((chunk) => this.#cache.fetch(chunk)));
      }
    } catch (error) {
      if (!signal.aborted) this.#events.onFailure(error);
    }
  }

  get #hasRoom(): boolean {
    const maxAhead = this.#source?.maxAheadFrames ?? Number.POSITIVE_INFINITY;
    const { freeFrames, hasRoomForMark, aheadFrames } = this.#ring;
    return freeFrames >= BLOCK_FRAMES && hasRoomForMark && aheadFrames < maxAhead;
  }

  /** False when audio was missing: nothing was written, and the block is to be asked for again. */
  #giveBlock(): boolean {
    const block = this.#source!.next(this.#left, this.#right);
    if (block === null) return false;
    if (block.frames === 0) {
      // Where the next frame would be: the position that is left when the last one was heard.
      this.#ring.mark(block.sample, block.rate);
      this.#ring.finish();
      this.#isFinished = true;
      return true;
    }
    if (block.isMarked || this.#isFirstBlock) this.#ring.mark(block.sample, block.rate);
    this.#isFirstBlock = false;
    const left = this.#left.subarray(0, block.frames);
    const right = this.#right.subarray(0, block.frames);
    this.#blend(left, right);
    this.#meter?.catchUp();
    this.#ring.write(left, right);
    return true;
  }

  /** Where old and new are the same, the samples are not touched. */
  #blend(left: Float32Array, right: Float32Array): void {
    const frames = Math.min(this.#blendFrames, left.length);
    this.#blendFrames = 0;
    for (let n = 0; n < frames; n++) {
      const old = 1 - (n + 0.5) / frames;
      left[n] = left[n]! + (this.#oldLeft[n]! - left[n]!) * old;
      right[n] = right[n]! + (this.#oldRight[n]! - right[n]!) * old;
    }
  }
}

function channelsOf(plan: MixPlan): ReadonlyMap<AssetId, 1 | 2> {
  return new Map(plan.tracks.flatMap((track) => track.clips.map((clip) => [clip.assetId, clip.channels] as const)));
}
