/** The synthetic programmes of EBU Tech 3341 and 3342: runs of a 1000 Hz sine at a peak level. */
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';

/** Seconds, and the level of the peaks in dBFS (null: silence). */
export type Run = readonly [seconds: number, levelDbfs: number | null];

const BLOCK_SECONDS = 0.01;

/**
 * Plays runs of the tone, the same in both channels, into a meter, in phase throughout. `onBlock` is called every 10 ms
 * with the time so far, `onRun` after each run.
 */
export function playTones(
  meter: LoudnessMeter,
  rateHz: number,
  runs: readonly Run[],
  hooks: { onBlock?: (seconds: number) => void; onRun?: (index: number) => void } = {},
): void {
  // 1000 Hz is whole in a second at any whole rate.
  const cycle = oneSecondOfTone(rateHz);
  const blockFrames = Math.round(BLOCK_SECONDS * rateHz);
  let position = 0;
  let seconds = 0;
  runs.forEach(([length, levelDbfs], index) => {
    seconds += length;
    const end = Math.round(seconds * rateHz);
    const amplitude = levelDbfs === null ? 0 : 10 ** (levelDbfs / 20);
    while (position < end) {
      const frames = Math.min(hooks.onBlock ? blockFrames : 4_096, end - position);
      const block = new Float32Array(frames);
      for (let i = 0; i < frames; i++) block[i] = amplitude * cycle[(position + i) % rateHz]!;
      meter.push([block, block]);
      position += frames;
      hooks.onBlock?.(position / rateHz);
    }
    hooks.onRun?.(index);
  });
}

const cycles = new Map<number, Float64Array>();
function oneSecondOfTone(rateHz: number): Float64Array {
  let cycle = cycles.get(rateHz);
  if (!cycle) {
    cycle = Float64Array.from({ length: rateHz }, (_, n) => Math.sin((2 * Math.PI * 1_000 * n) / rateHz));
    cycles.set(rateHz, cycle);
  }
  return cycle;
}

export function measure(rateHz: number, runs: readonly Run[]): LoudnessMeter {
  const meter = new LoudnessMeter({ sampleRateHz: rateHz, channels: 2 });
  playTones(meter, rateHz, runs);
  return meter;
}
