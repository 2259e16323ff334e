import { ClipIndex } from './clip-index.ts';
import { fadeGain } from './curves.ts';
import { Envelope } from './envelope.ts';
import { LoopSeam } from './loop-seam.ts';
import type { MixClip, MixPlan, MixTrack, PcmReader } from './mix-plan.ts';

/** Long enough that lookups cost nothing, short enough that the scratch buffers stay in the nearest cache. */
const CHUNK_FRAMES = 1024;

interface PlayedTrack {
  readonly plan: MixTrack;
  readonly index: ClipIndex;
  readonly envelope: Envelope;
}

/**
 * Mixes a plan, block by block. A sample depends on its position only: blocks of any size, from any start, in any order,
 * give the same bits, which is what lets the player and the exporter share it and the exporter use many cores.
 * Each sample is the sum over tracks in order, and over their clips in order, of source × (channel gain × (envelope ×
 * fade-in × fade-out)), rounded to 32 bits at every addition.
 */
export class BlockMixer {
  readonly #plan: MixPlan;
  readonly #reader: PcmReader;
  readonly #tracks: readonly PlayedTrack[];
  readonly #seam: LoopSeam;
  readonly #sourceLeft = new Float32Array(CHUNK_FRAMES);
  readonly #sourceRight = new Float32Array(CHUNK_FRAMES);
  readonly #envelope = new Float64Array(CHUNK_FRAMES);
  readonly #factors = new Float64Array(CHUNK_FRAMES);

  constructor(plan: MixPlan, reader: PcmReader) {
    this.#plan = plan;
    this.#reader = reader;
    this.#seam = new LoopSeam(reader);
    this.#tracks = plan.tracks.map((track) => ({
      plan: track,
      index: new ClipIndex(track.clips),
      envelope: new Envelope(track.envelope),
    }));
  }

  /** Fills both channels (of equal length) from a position of the programme; outside the programme there is silence. */
  render(startSample: number, left: Float32Array, right: Float32Array): void {
    left.fill(0);
    right.fill(0);
    const end = Math.min(startSample + left.length, this.#plan.durationSamples);
    for (let at = Math.max(startSample, 0); at < end; at += CHUNK_FRAMES) {
      const stop = Math.min(end, at + CHUNK_FRAMES);
      for (const track of this.#tracks) this.#mixTrack(track, at, stop, left, right, at - startSample);
    }
  }

  #mixTrack(
    track: PlayedTrack,
    at: number,
    stop: number,
    left: Float32Array,
    right: Float32Array,
    offset: number,
  ): void {
    const found = track.index.find(at, stop);
    if (found === 0) return;
    const steady = track.envelope.fill(at, stop - at, this.#envelope);
    for (let i = 0; i < found; i++) {
      const clip = track.plan.clips[track.index.at(i)]!;
      const from = Math.max(at, clip.startSample);
      const to = Math.min(stop, clip.startSample + clip.durationSamples);
      this.#readClip(clip, from - clip.startSample, to - from);

      const leftGain = clip.gain * track.plan.leftGain;
      const rightGain = clip.gain * track.plan.rightGain;
      const target = offset + from - at;
      const fadesUntil = clip.startSample + clip.fadeInSamples;
      const fadesFrom = clip.startSample + clip.durationSamples - clip.fadeOutSamples;
      if (steady !== null && from >= fadesUntil && to <= fadesFrom) {
        addSteady(this.#sourceLeft, leftGain * steady, left, target, to - from);
        addSteady(
          clip.channels === 1 ? this.#sourceLeft : this.#sourceRight,
          rightGain * steady,
          right,
          target,
          to - from,
        );
      } else {
        this.#fillFactors(clip, from, to, steady, from - at);
        addMoving(this.#sourceLeft, leftGain, this.#factors, left, target, to - from);
        addMoving(
          clip.channels === 1 ? this.#sourceLeft : this.#sourceRight,
          rightGain,
          this.#factors,
          right,
          target,
          to - from,
        );
      }
    }
  }

  /** Reads `frames` frames of a clip's sound, from `offset` frames after the clip's start, into the scratch buffers. */
  #readClip(clip: MixClip, offset: number, frames: number): void {
    if (clip.loopSamples === undefined) {
      this.#reader.read(clip.assetId, clip.sourceStartSample + offset, frames, this.#sourceLeft, this.#sourceRight);
      return;
    }
    for (let done = 0; done < frames; ) {
      const inLoop = (offset + done) % clip.loopSamples;
      const count = Math.min(frames - done, clip.loopSamples - inLoop);
      const left = this.#sourceLeft.subarray(done, done + count);
      const right = this.#sourceRight.subarray(done, done + count);
      this.#reader.read(clip.assetId, clip.sourceStartSample + inLoop, count, left, right);
      if (offset + done >= clip.loopSamples) {
        this.#seam.mend(clip.assetId, clip.sourceStartSample, clip.loopSamples, inLoop, count, left, right);
      }
      done += count;
    }
  }

  /** Envelope × fade-in × fade-out for the positions from…to. `envelopeOffset`: where `from` stands in the envelope buffer. */
  #fillFactors(clip: MixClip, from: number, to: number, steady: number | null, envelopeOffset: number): void {
    const factors = this.#factors;
    const frames = to - from;
    if (steady === null) {
      for (let i = 0; i < frames; i++) factors[i] = this.#envelope[envelopeOffset + i]!;
    } else {
      factors.fill(steady, 0, frames);
    }
    // A sample stands in the middle of its step of the fade: in and out of a crossfade then mirror each other exactly.
    const fadeInEnd = Math.min(to, clip.startSample + clip.fadeInSamples);
    for (let n = from; n < fadeInEnd; n++) {
      const t = (n - clip.startSample + 0.5) / clip.fadeInSamples;
      factors[n - from] = factors[n - from]! * fadeGain(clip.fadeInShape, t);
    }
    const end = clip.startSample + clip.durationSamples;
    for (let n = Math.max(from, end - clip.fadeOutSamples); n < to; n++) {
      const t = (end - n - 0.5) / clip.fadeOutSamples;
      factors[n - from] = factors[n - from]! * fadeGain(clip.fadeOutShape, t);
    }
  }
}

function addSteady(source: Float32Array, gain: number, target: Float32Array, offset: number, frames: number): void {
  for (let i = 0; i < frames; i++) target[offset + i] = target[offset + i]! + source[i]! * gain;
}

function addMoving(
  source: Float32Array,
  gain: number,
  factors: Float64Array,
  target: Float32Array,
  offset: number,
  frames: number,
): void {
  for (let i = 0; i < frames; i++) target[offset + i] = target[offset + i]! + source[i]! * (gain * factors[i]!);
}
