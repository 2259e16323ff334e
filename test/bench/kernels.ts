import { chooseKernels, type Kernels, typescriptKernels } from '#shared/kernels/kernels.ts';
import { loadKernels } from '#shared/kernels/load-kernels.ts';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { TruePeakMeter } from '#shared/loudness/true-peak-meter.ts';
import { TruePeakLimiter } from '#shared/mix/limiter.ts';
import { PeakPyramidBuilder } from '#shared/mix/peak-pyramid.ts';
import { Resampler } from '#shared/mix/resampler.ts';
import { RoomTone } from '#shared/mix/room-tone.ts';
import { samplesToSeconds, secondsToSamples } from '#shared/units.ts';
import type { BenchModule } from './run.ts';

const FRAMES = secondsToSamples(20);
const BLOCK = 16_384;
const TRIES = 5;

type Work = (left: Float32Array, right: Float32Array) => (from: number, to: number) => void;

/** Through the classes everyone uses, at the project rate unless they say otherwise. */
const WORKS: Readonly<Record<string, Work>> = {
  'resampling 24 → 48 kHz, one channel': (left) => {
    const resampler = new Resampler(24_000, 48_000);
    return (from, to) => void resampler.push(left.subarray(from / 2, to / 2));
  },
  'resampling 44.1 → 48 kHz, one channel': (left) => {
    const resampler = new Resampler(44_100, 48_000);
    return (from, to) => void resampler.push(left.subarray(0.91875 * from, 0.91875 * to));
  },
  'waveform, two channels': (left, right) => {
    const builder = new PeakPyramidBuilder();
    const interleaved = Float32Array.from({ length: 2 * FRAMES }, (_, i) => (i % 2 === 0 ? left : right)[i >> 1]!);
    return (from, to) => builder.push(interleaved.subarray(2 * from, 2 * to), 2);
  },
  'loudness, two channels': (left, right) => {
    const meter = new LoudnessMeter({ sampleRateHz: 48_000, channels: 2 });
    return (from, to) => meter.push([left.subarray(from, to), right.subarray(from, to)]);
  },
  'true peak, two channels': (left, right) => {
    const meter = new TruePeakMeter(2);
    return (from, to) => meter.push([left.subarray(from, to), right.subarray(from, to)]);
  },
  'limiter, peaks 6 dB over': (left, right) => {
    const limiter = new TruePeakLimiter({ ceilingDbtp: -6 });
    const [copyLeft, copyRight] = [left.slice(), right.slice()];
    return (from, to) => limiter.process(copyLeft.subarray(from, to), copyRight.subarray(from, to));
  },
  'room tone': (left, right) => {
    const tone = new RoomTone(-65);
    const [copyLeft, copyRight] = [left.slice(), right.slice()];
    return (from, to) => tone.add(from, copyLeft.subarray(from, to), copyRight.subarray(from, to));
  },
};

export const title = 'Kernels: WebAssembly against TypeScript, in seconds of sound a second, the best of five';

export const run: BenchModule['run'] = async (_options, print) => {
  const webAssembly = loadKernels();
  if (!webAssembly) return print('WebAssembly with SIMD is not to be had here: TypeScript does it all');
  const left = speechLike(1);
  const right = left.map((value, n) => 0.8 * value + 0.01 * left[(n + 977) % FRAMES]!);
  for (const [name, work] of Object.entries(WORKS)) {
    const typescript = bestSpeed(typescriptKernels, work, left, right);
    const simd = bestSpeed(webAssembly, work, left, right);
    print(`${name}: ${Math.round(typescript)} → ${Math.round(simd)} (${(simd / typescript).toFixed(1)} times)`);
  }
};

function bestSpeed(kernels: Kernels, work: Work, left: Float32Array, right: Float32Array): number {
  chooseKernels(kernels);
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const step = work(left, right);
    const started = performance.now();
    for (let at = 0; at < FRAMES; at += BLOCK) step(at, Math.min(FRAMES, at + BLOCK));
    best = Math.min(best, performance.now() - started);
  }
  chooseKernels(typescriptKernels);
  return (samplesToSeconds(FRAMES) * 1000) / best;
}

/** Noise of a voice's colour and a tone, in syllables with peaks at full scale and pauses between. */
function speechLike(seed: number): Float32Array {
  let state = seed;
  let smooth = 0;
  const sound = Float32Array.from({ length: FRAMES }, (_, n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    smooth = 0.9 * smooth + 0.1 * (state / 2 ** 31 - 1);
    const syllable = Math.max(0, Math.sin(n / 4_000)) ** 2;
    return syllable * (smooth + 0.15 * Math.sin(n * 0.02));
  });
  const peak = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return sound.map((value) => value / peak);
}
