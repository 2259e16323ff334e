import { linearToDb } from '../units.ts';

/** Sound, for the lengths of head and tail. */
const SOUND_ABOVE = 10 ** (-50 / 20);
const STEPS_PER_SECOND = 10;
const STEPS_PER_WINDOW = 4;

export interface DeliveryMeterOptions {
  readonly sampleRateHz: number;
  readonly channels: number;
}

/**
 * What audiobook shops measure. They publish limits and not methods; the definitions are those of the meter everyone
 * uses, the "ACX Check" plug-in for Audacity: RMS of the whole file, several channels as the root of the mean of their
 * mean squares; noise floor as the smallest RMS of any 400 ms, looked for every 100 ms; peak as the largest sample.
 * Levels in dBFS; digital silence is −Infinity. Blocks of any size give the same result.
 */
export class DeliveryMeter {
  readonly #sampleRateHz: number;
  readonly #channels: number;
  /** Mean squares of the last four steps of 100 ms. */
  readonly #recent = new Float64Array(STEPS_PER_WINDOW);
  #frames = 0;
  #steps = 0;
  #stepEnd: number;
  #stepEnergy = 0;
  #totalEnergy = 0;
  #floorPower = Number.POSITIVE_INFINITY;
  #samplePeak = 0;
  #firstSound = -1;
  #lastSound = -1;

  constructor({ sampleRateHz, channels }: DeliveryMeterOptions) {
    this.#sampleRateHz = sampleRateHz;
    this.#channels = channels;
    this.#stepEnd = this.#endOfStep(0);
  }

  /** One array per channel, of equal lengths. */
  push(channels: readonly Float32Array[]): void {
    const frames = channels[0]?.length ?? 0;
    for (let at = 0; at < frames; ) {
      const stop = Math.min(frames, at + this.#stepEnd - this.#frames);
      for (let c = 0; c < this.#channels; c++) this.#scan(channels[c]!, at, stop);
      this.#frames += stop - at;
      at = stop;
      if (this.#frames === this.#stepEnd) this.#finishStep();
    }
  }

  rmsDb(): number {
    if (this.#frames === 0) return Number.NEGATIVE_INFINITY;
    return powerToDb((this.#totalEnergy + this.#stepEnergy) / (this.#frames * this.#channels));
  }

  /** Of a file shorter than 400 ms: its RMS. */
  noiseFloorDb(): number {
    return this.#steps < STEPS_PER_WINDOW ? this.rmsDb() : powerToDb(this.#floorPower);
  }

  samplePeakDbfs(): number {
    return linearToDb(this.#samplePeak);
  }

  /** Time before the first sample above −50 dBFS; the whole length when there is none. */
  headRoomMs(): number {
    return this.#toMs(this.#firstSound < 0 ? this.#frames : this.#firstSound);
  }

  /** Time after the last sample above −50 dBFS; the whole length when there is none. */
  tailRoomMs(): number {
    return this.#toMs(this.#frames - 1 - this.#lastSound);
  }

  durationMs(): number {
    return this.#toMs(this.#frames);
  }

  #scan(input: Float32Array, from: number, to: number): void {
    const position = this.#frames - from;
    let energy = 0;
    let peak = this.#samplePeak;
    for (let i = from; i < to; i++) {
      const sample = input[i]!;
      const magnitude = sample < 0 ? -sample : sample;
      energy += sample * sample;
      if (magnitude > peak) peak = magnitude;
      if (magnitude > SOUND_ABOVE) {
        if (this.#firstSound < 0 || position + i < this.#firstSound) this.#firstSound = position + i;
        if (position + i > this.#lastSound) this.#lastSound = position + i;
      }
    }
    this.#samplePeak = peak;
    this.#stepEnergy += energy;
  }

  #endOfStep(step: number): number {
    return Math.round(((step + 1) * this.#sampleRateHz) / STEPS_PER_SECOND);
  }

  #finishStep(): void {
    const stepFrames = (this.#sampleRateHz / STEPS_PER_SECOND) * this.#channels;
    this.#recent[this.#steps % STEPS_PER_WINDOW] = this.#stepEnergy / stepFrames;
    this.#steps++;
    if (this.#steps >= STEPS_PER_WINDOW) {
      const sum = this.#recent[0]! + this.#recent[1]! + this.#recent[2]! + this.#recent[3]!;
      this.#floorPower = Math.min(this.#floorPower, sum / STEPS_PER_WINDOW);
    }
    this.#totalEnergy += this.#stepEnergy;
    this.#stepEnergy = 0;
    this.#stepEnd = this.#endOfStep(this.#steps);
  }

  #toMs(frames: number): number {
    return (frames * 1000) / this.#sampleRateHz;
  }
}

function powerToDb(meanSquare: number): number {
  return 10 * Math.log10(meanSquare);
}
