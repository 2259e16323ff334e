import { secondsToSamples } from '#shared/units.ts';
import { filter, highPass, lowPass } from './filter.ts';
import { reverberate } from './reverb.ts';
import { between, type Random, seededRandom, whiteNoise } from './seeded-random.ts';
import { fadeEdges, mixInto, riseBetween, SECONDS_PER_SAMPLE, type StereoSound } from './stereo-sound.ts';

const LENGTH_SECONDS = 6;
const BLAST_SECONDS = 2.2;
/** A and C sharp: the two pipes of the horn are the leading third of the key the music comes home to. */
const PIPES_HZ = [110, 138.59] as const;

/** A ferry's horn across the water: two pipes, their air, the answer of the hills, and a long tail that ends in silence. */
export function horn(): StereoSound {
  const length = secondsToSamples(LENGTH_SECONDS);
  const random = seededRandom(0x40b2);
  const blast = new Float64Array(length);
  for (const pitchHz of PIPES_HZ) {
    // Unequal levels: the beating of the two swells and sinks but never cancels.
    addPipe(blast, pitchHz * 0.9985, 0.7, random);
    addPipe(blast, pitchHz * 1.0015, 0.3, random);
  }
  addAir(blast, random);
  const far = filter(blast, lowPass(1300, 0.6), highPass(70));

  const mix: StereoSound = { left: Float64Array.from(far), right: Float64Array.from(far) };
  mixInto(mix, echo(far, 2.46, 2.58, 900), 0.2);
  mixInto(mix, echo(far, 3.37, 3.21, 600), 0.09);
  mixInto(mix, reverberate(mix, { decaySeconds: 3, dampingHz: 1500, preDelaySeconds: 0.06 }, false), 0.22);
  for (const channel of [mix.left, mix.right]) fadeEdges(channel, 0, 1.4);
  return mix;
}

function loudnessAt(time: number): number {
  return riseBetween(time, 0, 0.22) * (1 - riseBetween(time, BLAST_SECONDS - 0.28, BLAST_SECONDS));
}

/** A pipe speaks a little flat, settles within a quarter of a second, and sounds brighter the harder it is blown: higher partials come later and go sooner. */
function addPipe(target: Float64Array, pitchHz: number, level: number, random: Random): void {
  const wander = filter(whiteNoise(random, target.length), lowPass(4), lowPass(4));
  let phase = between(random, 0, 2 * Math.PI);
  for (let n = 0; n < secondsToSamples(BLAST_SECONDS); n += 1) {
    const time = n * SECONDS_PER_SAMPLE;
    const settle = 1 - 0.025 * Math.exp(-time / 0.07);
    phase += 2 * Math.PI * pitchHz * settle * (1 + 0.12 * wander[n]!) * SECONDS_PER_SAMPLE;
    const loudness = loudnessAt(time);
    let value = 0;
    for (let partial = 1; partial <= 14; partial += 1) {
      value += BRASS[partial - 1]! * loudness ** (1 + partial * 0.22) * Math.sin(partial * phase);
    }
    target[n]! += level * value;
  }
}

/** Levels of the partials: a bell that favours the region around 450 Hz. */
const BRASS = Array.from({ length: 14 }, (_, index) => {
  const partial = index + 1;
  return (0.5 + 1.4 * Math.exp(-(((partial - 4) / 2.6) ** 2))) / partial;
});

function addAir(target: Float64Array, random: Random): void {
  const air = filter(whiteNoise(random, target.length), highPass(300), lowPass(1800));
  for (let n = 0; n < target.length; n += 1) target[n]! += 0.16 * air[n]! * loudnessAt(n * SECONDS_PER_SAMPLE - 0.03);
}

/** What a hillside sends back: later, duller, from two directions at slightly different times. */
function echo(sound: Float64Array, leftSeconds: number, rightSeconds: number, cutoffHz: number): StereoSound {
  const dull = filter(sound, lowPass(cutoffHz), lowPass(cutoffHz));
  const delayed = (seconds: number): Float64Array => {
    const output = new Float64Array(sound.length);
    output.set(dull.subarray(0, sound.length - secondsToSamples(seconds)), secondsToSamples(seconds));
    return output;
  };
  return { left: delayed(leftSeconds), right: delayed(rightSeconds) };
}
