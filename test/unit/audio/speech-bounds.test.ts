import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpeechBoundsFinder } from '#core/audio/speech-bounds.ts';
import { noise, tone } from '../../helpers/audio-signals.ts';

function boundsOf(channels: readonly Float32Array[], pieceSize = 10_000): readonly [number, number] {
  const finder = new SpeechBoundsFinder(channels.length);
  for (let at = 0; at < channels[0]!.length; at += pieceSize) {
    finder.push(channels.map((channel) => channel.subarray(at, at + pieceSize)));
  }
  const { speechStartSample, speechEndSample } = finder.finish();
  return [speechStartSample, speechEndSample];
}

const spoken = tone({ rateHz: 48_000, seconds: 0.5, silenceBeforeSeconds: 0.3, silenceAfterSeconds: 0.2 });
/** 5 ms before, 10 ms after; the last samples of the tone lie below the threshold for less than a quarter wave. */
const START = 0.295 * 48_000;
const END = 0.81 * 48_000;

describe('where speech begins and ends', () => {
  it('[AUD25] 5 ms before the first sound above −50 dBFS, 10 ms after the last', () => {
    const [start, end] = boundsOf([spoken]);
    expect(start).toBe(START);
    expect(end).toBeGreaterThan(END - 30);
    expect(end).toBeLessThanOrEqual(END);
  });

  it('[AUD25] engine noise below −50 dBFS is not speech', () => {
    const hiss = noise(spoken.length, -56);
    const withNoise = spoken.map((sample, i) => sample + hiss[i]!);
    const [start, end] = boundsOf([withNoise]);
    expect(start).toBe(START);
    expect(Math.abs(end - END)).toBeLessThan(30);
  });

  it('[AUD25] a click of one sample is not speech', () => {
    const clicked = spoken.slice();
    clicked[1000] = 0.04;
    clicked[spoken.length - 500] = -0.04;
    expect(boundsOf([clicked])).toEqual(boundsOf([spoken]));
  });

  it('[AUD25] either channel counts', () => {
    expect(boundsOf([new Float32Array(spoken.length), spoken])).toEqual(boundsOf([spoken]));
  });

  it('[AUD25] sound at the very edges stays within the audio', () => {
    const all = tone({ rateHz: 48_000, seconds: 0.1 });
    expect(boundsOf([all])).toEqual([0, all.length]);
    expect(boundsOf([Float32Array.of(0.5)])).toEqual([0, 1]);
  });

  it('[AUD25] of silence it is the whole', () => {
    expect(boundsOf([new Float32Array(5000)])).toEqual([0, 5000]);
  });

  it('[AUD25] blocks of any size give the same', () => {
    const whole = boundsOf([spoken], spoken.length);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (size) => {
        expect(boundsOf([spoken], size)).toEqual(whole);
      }),
      {
        numRuns: 30,
      },
    );
  });
});
