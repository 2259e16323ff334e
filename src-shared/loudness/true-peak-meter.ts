import { kernels } from '../kernels/kernels.ts';
import { linearToDb } from '../units.ts';
import { TRUE_PEAK_REACH } from './true-peak-filter.ts';

const CHUNK_FRAMES = 1024;
const HISTORY = 2 * TRUE_PEAK_REACH;

/**
 * Measures the true peak (dBTP, ITU-R BS.1770-5 Annex 2) and the sample peak (dBFS) of a programme, at any sample rate.
 * Blocks of any size give the same result. Cost falls as soon as the loudest passage has gone by: what cannot exceed
 * the peak so far is not oversampled.
 */
export class TruePeakMeter {
  readonly #buffers: readonly Float32Array[];
  readonly #peaks = new Float64Array(CHUNK_FRAMES);
  #truePeak = 0;
  #samplePeak = 0;

  constructor(channels: number) {
    this.#buffers = Array.from({ length: channels }, () => new Float32Array(HISTORY + CHUNK_FRAMES));
  }

  /** One array per channel, of equal lengths. */
  push(channels: readonly Float32Array[]): void {
    const frames = channels[0]?.length ?? 0;
    for (let done = 0; done < frames; done += CHUNK_FRAMES) {
      const count = Math.min(CHUNK_FRAMES, frames - done);
      for (let c = 0; c < this.#buffers.length; c++) this.#pushChannel(this.#buffers[c]!, channels[c]!, done, count);
    }
  }

  /** −Infinity for digital silence. Counts the last samples as if silence followed. */
  truePeakDbtp(): number {
    let largest = Math.max(this.#truePeak, this.#samplePeak);
    const tail = new Float32Array(HISTORY + CHUNK_FRAMES);
    for (const buffer of this.#buffers) {
      tail.set(buffer.subarray(0, HISTORY));
      this.#peaks.fill(0);
      largest = Math.max(largest, kernels.findTruePeaks(tail, TRUE_PEAK_REACH, HISTORY, largest, this.#peaks));
    }
    return linearToDb(largest);
  }

  /** −Infinity for digital silence. */
  samplePeakDbfs(): number {
    return linearToDb(this.#samplePeak);
  }

  #pushChannel(buffer: Float32Array, input: Float32Array, from: number, count: number): void {
    let samplePeak = this.#samplePeak;
    for (let i = 0; i < count; i++) {
      const sample = input[from + i]!;
      buffer[HISTORY + i] = sample;
      if (sample > samplePeak) samplePeak = sample;
      else if (-sample > samplePeak) samplePeak = -sample;
    }
    this.#samplePeak = samplePeak;
    this.#truePeak = Math.max(
      this.#truePeak,
      kernels.findTruePeaks(buffer, TRUE_PEAK_REACH, count, Math.max(this.#truePeak, samplePeak), this.#peaks),
    );
    buffer.copyWithin(0, count, HISTORY + count);
  }
}
