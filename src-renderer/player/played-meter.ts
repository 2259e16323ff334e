import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { TruePeakMeter } from '#shared/loudness/true-peak-meter.ts';
import { PROJECT_RATE_HZ } from '#shared/units.ts';
import { METER } from './ring.ts';
import type { RingWitness } from './ring-onlookers.ts';

/** Twenty times a second for what moves. */
const PUBLISH_FRAMES = 2_400;
/** Integrated loudness looks at the whole programme again: often enough to read, seldom enough to cost nothing. */
const INTEGRATE_FRAMES = 24_000;

/** Loudness and true peak of what is really played, measured where it is mixed: neither page nor audio thread pays for it. */
export class PlayedMeter {
  readonly #witness: RingWitness;
  #loudness = newLoudnessMeter();
  #truePeak = new TruePeakMeter(2);
  #sincePublished = 0;
  #sinceIntegrated = 0;

  constructor(witness: RingWitness) {
    this.#witness = witness;
    this.#publish(true);
  }

  /** Measures what was played since the last call. To be called before anything is written over it. */
  catchUp(): void {
    this.#witness.visitPlayed((left, right) => {
      this.#loudness.push([left, right]);
      this.#truePeak.push([left, right]);
      this.#sincePublished += left.length;
      this.#sinceIntegrated += left.length;
    });
    if (this.#sincePublished >= PUBLISH_FRAMES) this.#publish(this.#sinceIntegrated >= INTEGRATE_FRAMES);
  }

  /** Begins anew: another programme, or another place in it. */
  reset(): void {
    this.#loudness = newLoudnessMeter();
    this.#truePeak = new TruePeakMeter(2);
    this.#publish(true);
  }

  #publish(isIntegrating: boolean): void {
    const witness = this.#witness;
    this.#sincePublished = 0;
    witness.publishMeter(METER.momentary, this.#loudness.momentaryLufs());
    witness.publishMeter(METER.shortTerm, this.#loudness.shortTermLufs());
    if (!isIntegrating) return;
    this.#sinceIntegrated = 0;
    witness.publishMeter(METER.integrated, this.#loudness.integratedLufs());
    witness.publishMeter(METER.truePeak, this.#truePeak.truePeakDbtp());
  }
}

function newLoudnessMeter(): LoudnessMeter {
  return new LoudnessMeter({ sampleRateHz: PROJECT_RATE_HZ, channels: 2 });
}
