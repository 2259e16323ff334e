import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '#shared/errors.ts';
import { type StretchMeasure, StretchMeter } from '#shared/loudness/stretch-meter.ts';
import { Master, type MasterOptions, type ProgrammeSource } from '#shared/mix/master.ts';
import { msToSamples, PROJECT_RATE_HZ } from '#shared/units.ts';
import { amplified, probeTone } from '../encoder-gain.ts';
import { createSegmentCoder } from '../join/create-segment-coder.ts';
import type { CoderSettings, SegmentCoder } from '../join/segment-coder.ts';
import type { SampleRange } from '../sampled-programme.ts';
import type { PartSound } from './part-sound.ts';
import type { SegmentCache } from './segment-cache.ts';
import type { AnswerTo, EncodeWork, MeasureWork, OnSegment, ProbeWork, SegmentWork } from './segment-work.ts';

const BLOCK_FRAMES = 16_384;
type StereoBlock = readonly [left: Float32Array, right: Float32Array];
/** The filters of a meter have forgotten what was before this. */
const WARM_UP = msToSamples(200);

/** Does the work on segments, one piece after the other or several interleaved. */
export class SegmentRunner {
  readonly #sourceOf: (sound: PartSound) => ProgrammeSource;
  readonly #cache: SegmentCache;
  readonly #coders = new Map<string, SegmentCoder>();
  /** That no work is using. */
  readonly #blocks: StereoBlock[] = [];

  constructor(sourceOf: (sound: PartSound) => ProgrammeSource, cache: SegmentCache) {
    this.#sourceOf = sourceOf;
    this.#cache = cache;
  }

  async run<Work extends SegmentWork>(
    work: Work,
    signal?: AbortSignal,
    onSegment?: OnSegment,
  ): Promise<AnswerTo<Work>> {
    return (await this.#answer(work, signal, onSegment)) as AnswerTo<Work>;
  }

  #answer(
    work: SegmentWork,
    signal: AbortSignal | undefined,
    onSegment: OnSegment | undefined,
  ): Promise<AnswerTo<SegmentWork>> {
    switch (work.kind) {
      case 'measure':
        return this.#measure(work, signal);
      case 'encode':
        return this.#encode(work, signal, onSegment);
      case 'probe':
        return this.#probe(work, signal);
    }
  }

  async #measure({ sound, chain, ranges, key }: MeasureWork, signal?: AbortSignal): Promise<readonly StretchMeasure[]> {
    const source = new Master(this.#sourceOf(sound), chain);
    const measures: StretchMeasure[] = [];
    const block = this.#blocks.pop() ?? [new Float32Array(BLOCK_FRAMES), new Float32Array(BLOCK_FRAMES)];
    for (const range of ranges) measures.push(await measureRange(source, range, block, chain, signal));
    this.#blocks.push(block);
    if (key !== undefined) this.#cache.store(key, measures[0]!, null);
    return measures;
  }

  async #encode(work: EncodeWork, signal?: AbortSignal, onSegment?: OnSegment): Promise<number> {
    const { sound, chain, amplifyDb, keys, edges, durationSamples } = work;
    const mix = this.#sourceOf(sound);
    const source = amplified(chain ? new Master(mix, chain) : mix, amplifyDb);
    const coder = this.#coderOf(work.coder);
    const options = signal ? { signal } : {};
    const shape = { sampleRateHz: coder.sampleRateHz, channels: work.coder.channels };
    let meter = new StretchMeter(shape);
    let done = 0;
    const segments = coder.encode({ source, edges, durationSamples }, options);
    for await (const { block, ended } of coder.decode(segments, options)) {
      meter.push(block);
      if (!ended) continue;
      throwIfCancelled(signal);
      const measure = meter.finish();
      const { around: _, ...stored } = ended;
      this.#cache.store(keys[done++]!, measure, stored);
      onSegment?.({ truePeak: measure.truePeak, samplePeak: measure.samplePeak });
      meter = new StretchMeter(shape);
    }
    return done;
  }

  #probe({ coder }: ProbeWork, signal?: AbortSignal): Promise<number> {
    return probeTone(this.#coderOf(coder), coder.channels, signal ? { signal } : {});
  }

  #coderOf(settings: CoderSettings): SegmentCoder {
    const key = JSON.stringify([settings.format, settings.channels, settings.encodedAs, settings.ffmpeg.path]);
    let coder = this.#coders.get(key);
    if (!coder) {
      coder = createSegmentCoder(settings);
      this.#coders.set(key, coder);
    }
    return coder;
  }
}

async function measureRange(
  source: ProgrammeSource,
  { startSample, endSample }: SampleRange,
  [left, right]: StereoBlock,
  { isMono }: MasterOptions,
  signal: AbortSignal | undefined,
): Promise<StretchMeasure> {
  const channels = isMono === true ? 1 : 2;
  const meter = new StretchMeter({ sampleRateHz: PROJECT_RATE_HZ, channels, hasTruePeak: false });
  const render = (from: number, frames: number): readonly Float32Array[] => {
    const [l, r] = [left.subarray(0, frames), right.subarray(0, frames)];
    source.render(from, l, r);
    return channels === 1 ? [l] : [l, r];
  };
  const before = Math.min(startSample, WARM_UP);
  if (before > 0) meter.warmUp(render(startSample - before, before));
  for (let at: number = startSample; at < endSample; at += BLOCK_FRAMES) {
    throwIfCancelled(signal);
    meter.push(render(at, Math.min(BLOCK_FRAMES, endSample - at)));
    // For Ctrl+C, and for whoever else works in this thread.
    await setImmediate();
  }
  return meter.finish();
}
