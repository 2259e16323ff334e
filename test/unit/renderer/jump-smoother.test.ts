import { expect, test } from 'vitest';
import { JumpSmoother } from '../../../src-renderer/player/jump-smoother.ts';

const QUANTUM = 128;
/** Of a sine at 200 Hz; nothing that is not a click is steeper than a few times this. */
const STEEPEST = 2 * Math.PI * (200 / 48_000);

function sine(from: number, frames = QUANTUM): Float32Array {
  return Float32Array.from({ length: frames }, (_, index) => Math.sin((from + index) * STEEPEST));
}

function steepest(signal: readonly number[]): number {
  return Math.max(...signal.slice(1).map((value, index) => Math.abs(value - signal[index]!)));
}

test('[UI46] sound without a jump passes untouched, the very first as well', () => {
  const smoother = new JumpSmoother();
  for (let from = 0; from < 10 * QUANTUM; from += QUANTUM) {
    const channel = sine(from + 60);
    const before = channel.slice();
    smoother.process(channel, QUANTUM, from === 0, from === 0);
    expect(channel).toEqual(before);
  }
});

test.each([0, 40, 127])('[UI46] pausing after %i frames of a block, and going on, does not click', (frames) => {
  const smoother = new JumpSmoother();
  const heard: number[] = [];
  const play = (from: number, count: number, isJump = false) => {
    const channel = new Float32Array(QUANTUM);
    channel.set(sine(from, count));
    smoother.process(channel, count, isJump, false);
    heard.push(...channel);
  };
  play(60, QUANTUM, true);
  play(60 + QUANTUM, frames);
  play(0, 0);
  play(0, 0);
  play(60 + QUANTUM + frames, QUANTUM);
  play(60 + 2 * QUANTUM + frames, QUANTUM);
  expect(steepest(heard)).toBeLessThan(2 * STEEPEST);
  expect(heard.slice(3 * QUANTUM + frames, 3 * QUANTUM + frames + 1)[0]).toBeCloseTo(0, 1);
});

test('[UI46] a seek in the middle of sound does not click', () => {
  const smoother = new JumpSmoother();
  const heard: number[] = [];
  for (const [from, isJump] of [
    [0, true],
    [QUANTUM, false],
    [60, true],
    [60 + QUANTUM, false],
  ] as const) {
    const channel = sine(from);
    smoother.process(channel, QUANTUM, isJump, from === 0);
    heard.push(...channel);
  }
  expect(steepest(heard)).toBeLessThan(3 * STEEPEST);
});
