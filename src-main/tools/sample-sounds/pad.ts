import { secondsToSamples } from '#shared/units.ts';
import { between, type Random } from './seeded-random.ts';
import { fadeEdges, SECONDS_PER_SAMPLE } from './stereo-sound.ts';

/** A soft, slowly breathing chord tone. */
export interface PadNote {
  readonly pitchHz: number;
  /** Until the release begins. */
  readonly holdSeconds: number;
  readonly level: number;
}

const ATTACK_SECONDS = 2.4;
const RELEASE_SECONDS = 3.6;
/** A voice of an ensemble is rarely further off than this. */
const DETUNE_CENTS = 4;
const TABLE_LENGTH = 2048;

/** One channel. Every call is another player: a little off pitch, breathing at another pace. */
export function padNote(note: PadNote, random: Random): Float64Array {
  const dark = waveTable(note, 520);
  const bright = waveTable(note, 1400);
  const output = new Float64Array(secondsToSamples(note.holdSeconds + RELEASE_SECONDS));
  for (const direction of [-1, 1]) {
    const cents = direction * between(random, 0.4, 1) * DETUNE_CENTS;
    const step = note.pitchHz * 2 ** (cents / 1200) * SECONDS_PER_SAMPLE * TABLE_LENGTH;
    const breath = { rateHz: between(random, 0.09, 0.19), phase: between(random, 0, 2 * Math.PI) };
    addVoice(output, dark, bright, step, between(random, 0, TABLE_LENGTH), breath);
  }
  fadeEdges(output, ATTACK_SECONDS, RELEASE_SECONDS);
  return output;
}

function addVoice(
  output: Float64Array,
  dark: Float64Array,
  bright: Float64Array,
  step: number,
  startPhase: number,
  breath: { readonly rateHz: number; readonly phase: number },
): void {
  let phase = startPhase;
  let openness = 0;
  for (let n = 0; n < output.length; n += 1) {
    // The breath is far slower than this block; a sine per sample would cost more than the note.
    if (n % 64 === 0)
      openness = 0.4 + 0.3 * Math.sin(breath.phase + 2 * Math.PI * breath.rateHz * n * SECONDS_PER_SAMPLE);
    const index = Math.floor(phase);
    const fraction = phase - index;
    const low = dark[index]! + (bright[index]! - dark[index]!) * openness;
    const high = dark[index + 1]! + (bright[index + 1]! - dark[index + 1]!) * openness;
    output[n]! += low + (high - low) * fraction;
    phase += step;
    if (phase >= TABLE_LENGTH) phase -= TABLE_LENGTH;
  }
}

/** One period of a tone whose partials fall off like a bowed string behind a second-order low-pass at `cutoffHz`; one sample more for interpolation. */
function waveTable({ pitchHz, level: noteLevel }: PadNote, cutoffHz: number): Float64Array {
  const table = new Float64Array(TABLE_LENGTH + 1);
  for (let partial = 1; partial <= 12; partial += 1) {
    const level = (noteLevel * partial ** -1.2) / (1 + ((partial * pitchHz) / cutoffHz) ** 2);
    // Spread phases keep the peaks of the wave low.
    const phase = partial * partial * 0.7;
    for (let n = 0; n <= TABLE_LENGTH; n += 1) {
      table[n]! += level * Math.sin((2 * Math.PI * partial * (n % TABLE_LENGTH)) / TABLE_LENGTH + phase);
    }
  }
  return table;
}
