import type { ProgrammeMeter } from '#shared/loudness/programme-meter.ts';
import type { MasterOptions } from '#shared/mix/master.ts';
import type { FfmpegLocation } from '../audio/ffmpeg-location.ts';
import type { OnProgress } from '../ports.ts';
import { type ExportFormat, isLossless } from './export-format.ts';
import type { ExportMemory, Remembered } from './export-memory.ts';
import { type GainReport, judgeKept, levelOf, MOST_TOUCHED, missOf } from './gain-decision.ts';
import { createSegmentCoder } from './join/create-segment-coder.ts';
import type { CoderSettings } from './join/segment-coder.ts';
import { excessOf, peakLimitsOf } from './peak-limits.ts';
import { type ExportPreset, targetLevelOf } from './presets.ts';
import type { ProgrammePart } from './programme.ts';
import { LOWERING_MARGIN_DB, type Rendering } from './segments/rendering.ts';
import type { SegmentedPart, SegmentStudio } from './segments/segmented-part.ts';
import { settleGain, withoutChain } from './settle-gain.ts';

/** Lossy encoders raise peaks by about this much; starting so far below the limit saves most second encodings. */
const LOSSY_HEADROOM_DB = 0.5;
const MOST_ATTEMPTS = 4;

export interface PartMasterJob {
  readonly segmented: SegmentedPart;
  readonly memory: ExportMemory;
  readonly part: Pick<ProgrammePart, 'durationSamples' | 'segments'>;
  readonly studio: SegmentStudio;
  readonly preset: ExportPreset;
  readonly format: ExportFormat;
  readonly ffmpeg: FfmpegLocation;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

type MasterRendering = Rendering & { readonly chain: MasterOptions };

export interface MasteredPart {
  readonly rendering: MasterRendering;
  /** Of what the encoded segments give when they are decoded. */
  readonly meter: ProgrammeMeter;
  readonly gain: GainReport;
  readonly attempts: number;
  readonly isReached: boolean;
}

/** Finds the gain and the ceiling of a part and encodes its segments with them. */
export class PartMaster {
  readonly #job: PartMasterJob;
  #encoderGain: Promise<number> | undefined;

  constructor(job: PartMasterJob) {
    this.#job = job;
  }

  /** How the segments would be made with a gain and a ceiling. */
  async renderingOf({ gainDb, ceilingDbtp }: Pick<MasterOptions, 'gainDb' | 'ceilingDbtp'>): Promise<MasterRendering> {
    this.#encoderGain ??= this.#findEncoderGain();
    return {
      chain: { ...this.#chain(ceilingDbtp), gainDb },
      amplifyDb: 0 - (await this.#encoderGain),
      peakLimits: peakLimitsOf(this.#job.preset),
    };
  }

  /** Why it is not worth trying to keep the last export's gain; null when it is. */
  async reasonAgainst(remembered: Remembered): Promise<string | null> {
    const { segmented, part } = this.#job;
    if (remembered.contentDigest === segmented.contentDigest) return null;
    const missing = await segmented.missing(segmented.keysFor(await this.renderingOf(remembered)));
    const share = missing / part.durationSamples;
    return share > MOST_TOUCHED ? `${Math.round(100 * share)} % of the sound is new since the last export.` : null;
  }

  /** With the gain of the last export; a reason where that does not do. @param hear as in {@link SegmentedPart.encode}. */
  async makeKept(
    remembered: Remembered,
    hear: (rendering: Rendering, signal: AbortSignal) => Promise<ProgrammeMeter>,
  ): Promise<MasteredPart | string> {
    const { segmented, preset } = this.#job;
    const rendering = await this.renderingOf(remembered);
    const meter = await segmented.encode(rendering, {
      ...this.#steps('encode'),
      hear: (signal) => hear(rendering, signal),
    });
    const { isKept, reason } = judgeKept(meter, preset, remembered, segmented.contentDigest);
    if (!isKept) return reason;
    const gain = { db: remembered.gainDb, isKept, reason };
    return { rendering, meter, gain, attempts: 1, isReached: remembered.isReached };
  }

  /** With a gain that is settled now. */
  async makeAnew(reason: string): Promise<MasteredPart> {
    const { preset, format, segmented, part } = this.#job;
    const { mixLevel, scouts } = await this.#judgeMix();
    let wantedLevel = targetLevelOf(preset.level);
    let gainDb = mixLevel === null ? 0 : wantedLevel - mixLevel;
    let ceilingDbtp = lowestPeakLimit(preset) - (isLossless(format) ? 0 : LOSSY_HEADROOM_DB);
    for (let attempts = 1; ; attempts++) {
      let isReached = false;
      if (mixLevel !== null) {
        const search = { durationSamples: part.durationSamples, wantedLevel, chain: this.#chain(ceilingDbtp) };
        ({ gainDb, isReached } = await settleGain({ ...search, measure: this.#measureLevel() }, mixLevel, gainDb));
      }
      const rendering = await this.renderingOf({ gainDb, ceilingDbtp });
      const gain = { db: gainDb, isKept: false, reason };
      if (attempts < MOST_ATTEMPTS) {
        const { peakLimits: _, ...asItComes } = rendering;
        const excess = excessOf(await segmented.encode(asItComes, { only: scouts }), preset);
        if (excess > 0) {
          ceilingDbtp -= excess + LOWERING_MARGIN_DB;
          continue;
        }
      }
      const meter = await segmented.encode(rendering, this.#steps('encode'));
      const excess = excessOf(meter, preset);
      const miss = isReached ? missOf(meter, preset) : 0;
      if ((excess <= 0 && miss === 0) || attempts === MOST_ATTEMPTS) {
        return { rendering, meter, gain, attempts, isReached };
      }
      if (excess > 0) ceilingDbtp -= excess + LOWERING_MARGIN_DB;
      wantedLevel += miss;
    }
  }

  /** `scouts`: the segments with the largest peaks, encoded first: where they keep the limit, the others nearly always do. */
  async #judgeMix(): Promise<{ readonly mixLevel: number | null; readonly scouts: readonly number[] }> {
    const { preset, segmented, studio } = this.#job;
    const { meter, peaks } = await segmented.measureMix(withoutChain(this.#chain(0)), this.#steps('measure').onDone);
    const order = peaks.map((_, index) => index).sort((a, b) => peaks[b]!.samplePeak - peaks[a]!.samplePeak);
    const scouts = order.slice(0, studio.workers.size).sort((a, b) => a - b);
    return { mixLevel: levelOf(preset.level, meter), scouts };
  }

  #measureLevel() {
    const { segmented, preset } = this.#job;
    return async (options: MasterOptions, ranges: Parameters<SegmentedPart['measure']>[1]) => {
      const { onDone } = this.#steps('master', ranges);
      return levelOf(preset.level, await segmented.measure(options, ranges, onDone));
    };
  }

  #chain(ceilingDbtp: number): Omit<MasterOptions, 'gainDb'> {
    const { channels, roomToneDbfs } = this.#job.preset;
    return { ceilingDbtp, isMono: channels === 1, ...(roomToneDbfs !== undefined && { roomToneDbfs }) };
  }

  async #findEncoderGain(): Promise<number> {
    const { format, preset, ffmpeg, studio, memory, signal } = this.#job;
    if (isLossless(format)) return 0;
    const { channels, encodedAs } = preset;
    const coder: CoderSettings = { format, channels, encodedAs, ffmpeg };
    const name = `gain of ${createSegmentCoder(coder).identity}`;
    const known = memory.recallNumber(name);
    if (known !== null) return known;
    const found = await studio.workers.run({ kind: 'probe', coder }, signal);
    await memory.rememberNumber(name, found);
    return found;
  }

  #steps(stage: string, ranges: readonly { startSample: number; endSample: number }[] | null = null) {
    const { onProgress, part } = this.#job;
    if (!onProgress) return {};
    const total = ranges
      ? ranges.reduce((sum, { startSample, endSample }) => sum + endSample - startSample, 0)
      : part.durationSamples;
    let done = 0;
    return {
      onDone: (samples: number): void => {
        done += samples;
        onProgress({ stage, done, total });
      },
    };
  }
}

function lowestPeakLimit(preset: ExportPreset): number {
  const { truePeakDbtp, samplePeakDbfs } = peakLimitsOf(preset);
  return Math.min(truePeakDbtp, samplePeakDbfs);
}
