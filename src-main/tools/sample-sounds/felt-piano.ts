import { secondsToSamples } from '#shared/units.ts';
import { filter, lowPass } from './filter.ts';
import { between, type Random, whiteNoise } from './seeded-random.ts';
import { fadeEdges, SECONDS_PER_SAMPLE } from './stereo-sound.ts';

export interface StruckNote {
  readonly pitchHz: number;
  /** 0…1; a harder stroke is louder and brighter. */
  readonly force: number;
}

const LENGTH_SECONDS = 7;
const RELEASE_SECONDS = 2;
/** The felt lies on the string while it is struck: no click. */
const HAMMER_SECONDS = 0.012;
/** Stiffness of the string, which stretches the partials: f_k = k·f·√(1 + B·k²) (Fletcher, 1964). */
const STIFFNESS = 0.00035;

/** One channel of a muted upright piano: two strings a breath apart, partials that die sooner the higher they are, and the soft knock of the key. */
export function feltPianoNote(note: StruckNote, random: Random): Float64Array {
  const output = new Float64Array(secondsToSamples(LENGTH_SECONDS));
  const brightnessHz = 500 + 900 * note.force;
  for (const cents of [-0.5, 0.6]) {
    for (let partial = 1; partial <= 9; partial += 1) {
      const frequencyHz = partial * note.pitchHz * Math.sqrt(1 + STIFFNESS * partial * partial) * 2 ** (cents / 1200);
      // Struck at an eighth of its length, a string has no eighth partial.
      const strikePoint = Math.abs(Math.sin((Math.PI * partial) / 8));
      const level = (note.force * strikePoint * Math.exp(-frequencyHz / brightnessHz)) / partial ** 0.5;
      addPartial(output, frequencyHz, level, between(random, 0, 2 * Math.PI));
    }
  }
  addKnock(output, note.force * 0.05, random);
  fadeEdges(output, HAMMER_SECONDS, RELEASE_SECONDS);
  return output;
}

/** A decaying sine by rotating a complex number: a quick part while the strings move together, a slow part after. */
function addPartial(output: Float64Array, frequencyHz: number, level: number, phase: number): void {
  const decayPerSecond = 0.55 + frequencyHz / 420;
  const turn = 2 * Math.PI * frequencyHz * SECONDS_PER_SAMPLE;
  const quick = Math.exp(-2.6 * decayPerSecond * SECONDS_PER_SAMPLE);
  const slow = Math.exp(-0.75 * decayPerSecond * SECONDS_PER_SAMPLE);
  const cosine = Math.cos(turn);
  const sine = Math.sin(turn);
  let real = Math.cos(phase);
  let imaginary = Math.sin(phase);
  let quickLevel = 0.6 * level;
  let slowLevel = 0.4 * level;
  for (let n = 0; n < output.length; n += 1) {
    output[n]! += imaginary * (quickLevel + slowLevel);
    quickLevel *= quick;
    slowLevel *= slow;
    const next = real * cosine - imaginary * sine;
    imaginary = real * sine + imaginary * cosine;
    real = next;
  }
}

function addKnock(output: Float64Array, level: number, random: Random): void {
  const knock = filter(whiteNoise(random, secondsToSamples(0.12)), lowPass(260), lowPass(260));
  const decay = Math.exp(-SECONDS_PER_SAMPLE / 0.022);
  let envelope = level * 6;
  for (let n = 0; n < knock.length; n += 1) {
    output[n]! += knock[n]! * envelope;
    envelope *= decay;
  }
}
