import { secondsToSamples } from '#shared/units.ts';
import { filterAround, highPass, lowPass } from './filter.ts';
import { between, type Random, seededRandom, whiteNoise } from './seeded-random.ts';
import { addAround, eachChannel, mixInto, SECONDS_PER_SAMPLE, type StereoSound, silence } from './stereo-sound.ts';

const LENGTH_SECONDS = 20;
const DROPS_PER_SECOND = 320;
const BUBBLES_PER_SECOND = 26;
/** Whole swells in the loop, so that the water is as high at its end as at its start. */
const SWELLS = 4;

/** Rain falling on harbour water: a wide hiss, single drops, the ring of their bubbles, and a slow low swell. 20 seconds that join on to themselves. */
export function rain(): StereoSound {
  const random = seededRandom(0x7a11);
  const mix = hiss(random);
  mixInto(mix, drops(random), 1.1);
  mixInto(mix, bubbles(random), 0.15);
  mixInto(mix, swell(random), 0.9);
  mixInto(mix, lapping(random), 0.07);
  return eachChannel(mix, (channel) => filterAround(channel, highPass(40)));
}

const length = secondsToSamples(LENGTH_SECONDS);

/** The far rain: two independent noises with a common part, getting a little stronger and weaker as gusts pass. */
function hiss(random: Random): StereoSound {
  const common = whiteNoise(random, length);
  const gusts = [1, 2, 3, 5].map((cycles) => ({ cycles, phase: between(random, 0, 2 * Math.PI) }));
  const channel = (): Float64Array => {
    const own = whiteNoise(random, length);
    const blend = own.map((value, n) => 0.8 * value + 0.6 * common[n]!);
    const near = filterAround(blend, highPass(900, 0.5), lowPass(4800, 0.5));
    const far = filterAround(blend, highPass(250, 0.5), lowPass(1400, 0.5));
    return near.map((value, n) => (0.1 * value + 0.12 * far[n]!) * gustAt(n));
  };
  const gustAt = (n: number): number =>
    1 + gusts.reduce((sum, gust) => sum + 0.07 * Math.sin(turns(gust.cycles, n) + gust.phase), 0);
  return { left: channel(), right: channel() };
}

/** Drops close by: bursts of noise of a millisecond or less; many faint, few loud. */
function drops(random: Random): StereoSound {
  const sound = silence(length);
  for (let drop = 0; drop < DROPS_PER_SECOND * LENGTH_SECONDS; drop += 1) {
    const level = Math.min(0.3, 0.035 / between(random, 0.02, 1) ** 0.75);
    const decay = Math.exp(-SECONDS_PER_SAMPLE / between(random, 0.0002, 0.0009));
    const burst = whiteNoise(random, secondsToSamples(0.006));
    let envelope = level;
    for (let n = 0; n < burst.length; n += 1) {
      burst[n]! *= envelope * Math.min(1, n / 6);
      envelope *= decay;
    }
    addAround(sound, burst, between(random, 0, LENGTH_SECONDS), between(random, -0.9, 0.9));
  }
  return eachChannel(sound, (channel) => filterAround(channel, highPass(700), lowPass(7500, 0.5)));
}

function bubbles(random: Random): StereoSound {
  const sound = silence(length);
  for (let count = 0; count < BUBBLES_PER_SECOND * LENGTH_SECONDS; count += 1) {
    const radiusMetres = 0.0009 / between(random, 0.3, 1);
    const level = 0.2 + 0.8 * random() ** 3;
    const ring = bubble(radiusMetres, level, random);
    addAround(sound, ring, between(random, 0, LENGTH_SECONDS), between(random, -0.8, 0.8));
  }
  return sound;
}

/**
 * The ring of an air bubble of a given radius r under water: frequency 3/r hertz (Minnaert), damping 0.13/r + 0.0072·r^−1.5 per second,
 * rising as it nears the surface. K. van den Doel, "Physically based models for liquid sounds", 2005.
 */
function bubble(radiusMetres: number, level: number, random: Random): Float64Array {
  const damping = 0.13 / radiusMetres + 0.0072 * radiusMetres ** -1.5;
  const rise = damping * between(random, 0.05, 0.15);
  const ring = new Float64Array(secondsToSamples(7 / damping));
  let phase = 0;
  for (let n = 0; n < ring.length; n += 1) {
    const time = n * SECONDS_PER_SAMPLE;
    phase += 2 * Math.PI * (3 / radiusMetres) * (1 + rise * time) * SECONDS_PER_SAMPLE;
    ring[n] = level * Math.sin(phase) * Math.exp(-damping * time) * Math.min(1, time * damping * 8);
  }
  return ring;
}

/** The body of the water against the wall: low noise that comes and goes, from one side to the other. */
function swell(random: Random): StereoSound {
  const channel = (lag: number): Float64Array => {
    const low = filterAround(whiteNoise(random, length), lowPass(260, 0.5), lowPass(420), highPass(60));
    return low.map((value, n) => value * swellAt(n, lag));
  };
  return { left: channel(0), right: channel(0.5) };
}

function swellAt(n: number, lag: number): number {
  const wave = 0.5 + 0.5 * Math.sin(turns(SWELLS, n) - lag);
  const slower = 0.8 + 0.2 * Math.sin(turns(1, n) + 1);
  return (0.22 + 0.78 * wave * wave) * slower;
}

/** Air caught under the wall after each crest. */
function lapping(random: Random): StereoSound {
  const sound = silence(length);
  for (let crest = 0; crest < SWELLS; crest += 1) {
    const crestSeconds = ((crest + 0.25) * LENGTH_SECONDS) / SWELLS;
    const place = between(random, -0.6, 0.6);
    for (let count = 0; count < 22; count += 1) {
      const ring = bubble(between(random, 0.004, 0.012), between(random, 0.1, 1) ** 2, random);
      addAround(sound, ring, crestSeconds + between(random, 0.1, 1.7), place + between(random, -0.3, 0.3));
    }
  }
  return sound;
}

/** The phase, in radians, of something that goes round `cycles` times in the loop. */
function turns(cycles: number, n: number): number {
  return (2 * Math.PI * cycles * n) / length;
}
