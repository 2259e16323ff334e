import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderSampleSound, SAMPLE_SOUNDS } from '../../../src-main/tools/sample-sounds/sample-sounds.ts';
import { linearToDb, msToSamples } from '../../../src-shared/units.ts';
import { decodePcm16, measureLoudness, runBundledFfmpeg } from './bundled-ffmpeg.ts';

const FOLDER = join(import.meta.dirname, '../../../resources/samples/the-night-ferry/sounds');
const LOOPS = SAMPLE_SOUNDS.filter((sound) => sound.isLoop);
const ONCE = SAMPLE_SOUNDS.filter((sound) => !sound.isLoop);

describe.each(SAMPLE_SOUNDS)('$fileName', (sound) => {
  const path = join(FOLDER, sound.fileName);

  it('[SAM1] is what the script makes, sample for sample', () => {
    const committed = decodePcm16(path);
    const made = renderSampleSound(sound);
    expect(made.length).toBe(committed.length);
    let largest = 0;
    for (let n = 0; n < made.length; n += 1) largest = Math.max(largest, Math.abs(made[n]! - committed[n]!));
    // One step: the last bit of a sine may differ between processors.
    expect(largest).toBeLessThanOrEqual(1);
  });

  it('[SAM2] is 48 kHz stereo at its stated loudness, with headroom and without an offset', () => {
    expect(runBundledFfmpeg('-i', path, '-f', 'null', '-').stderr).toMatch(/Audio: flac, 48000 Hz, stereo, s16/);
    const { integratedLufs, peakDbfs } = measureLoudness(path);
    expect(Math.abs(integratedLufs - sound.loudnessLufs)).toBeLessThanOrEqual(0.3);
    expect(peakDbfs).toBeLessThanOrEqual(-3);
    for (const channel of channelsOf(decodePcm16(path))) {
      const offset = channel.reduce((sum, value) => sum + value, 0) / channel.length;
      expect(linearToDb(Math.abs(offset))).toBeLessThan(-80);
    }
  });
});

it.each(LOOPS)('[SAM3] $fileName joins on to itself without a click or a change of level', ({ fileName }) => {
  for (const channel of channelsOf(decodePcm16(join(FOLDER, fileName)))) {
    const half = msToSamples(10);
    // The joint lies between `half - 1` and `half`.
    const around = [...channel.slice(channel.length - half), ...channel.slice(0, half)];
    const steps = differences(around);
    expect(steps[half - 1]).toBeLessThanOrEqual(Math.max(...steps.toSpliced(half - 1, 1)));
    // A tone that is cut shows in its slope even where the values happen to meet.
    const bends = differences(around.map((value, n) => value - (around[n - 1] ?? 0)).slice(1));
    const atJoint = Math.max(bends[half - 2]!, bends[half - 1]!);
    expect(atJoint).toBeLessThanOrEqual(Math.max(...bends.toSpliced(half - 2, 2)));
    const edge = msToSamples(300);
    const levelChangeDb = rmsDb(channel.slice(0, edge)) - rmsDb(channel.slice(channel.length - edge));
    expect(Math.abs(levelChangeDb)).toBeLessThan(3);
  }
});

it.each(ONCE)('[SAM4] $fileName begins and ends in silence', ({ fileName }) => {
  for (const channel of channelsOf(decodePcm16(join(FOLDER, fileName)))) {
    expect(rmsDb(channel.slice(0, msToSamples(2)))).toBeLessThan(-75);
    expect(rmsDb(channel.slice(channel.length - msToSamples(20)))).toBeLessThan(-75);
  }
});

/** Left and right of interleaved 16-bit samples, full scale being 1. */
function channelsOf(pcm: Int16Array): readonly Float64Array[] {
  return [0, 1].map((side) =>
    Float64Array.from({ length: pcm.length / 2 }, (_unused, n) => pcm[2 * n + side]! / 0x8000),
  );
}

/** How far each value is from the one before it. */
function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, n) => Math.abs(value - values[n]!));
}

function rmsDb(channel: Float64Array): number {
  return linearToDb(Math.sqrt(channel.reduce((sum, value) => sum + value ** 2, 0) / channel.length));
}
