import { describe, expect, it } from 'vitest';
import { LoudnessMeter } from '#shared/loudness/loudness-meter.ts';
import { measure, playTones, type Run } from './ebu-signals.ts';

const TOLERANCE = 0.1;

function expectWithin(value: number | null, expected: number, tolerance = TOLERANCE): void {
  expect(value).not.toBeNull();
  expect(Math.abs(value! - expected), `${value} instead of ${expected}`).toBeLessThanOrEqual(tolerance);
}

const repeat = (times: number, runs: readonly Run[]): Run[] => Array.from({ length: times }, () => runs).flat();
const indexes = Array.from({ length: 20 }, (_, i) => i);

describe.each([48_000, 44_100])('EBU Tech 3341 at %i Hz', (rate) => {
  it.each([
    [1, -23],
    [2, -33],
  ])('[LOUD3] case %i: a steady tone at %f reads that in M, S and I', (_, level) => {
    const meter = measure(rate, [[20, level]]);
    expectWithin(meter.momentaryLufs(), level);
    expectWithin(meter.shortTermLufs(), level);
    expectWithin(meter.momentaryMaxLufs(), level);
    expectWithin(meter.shortTermMaxLufs(), level);
    expectWithin(meter.integratedLufs(), level);
  });

  it('[LOUD3] case 3: the relative gate', () => {
    expectWithin(
      measure(rate, [
        [10, -36],
        [60, -23],
        [10, -36],
      ]).integratedLufs(),
      -23,
    );
  });

  it('[LOUD3] case 4: both gates', () => {
    const runs: Run[] = [
      [10, -72],
      [10, -36],
      [60, -23],
      [10, -36],
      [10, -72],
    ];
    expectWithin(measure(rate, runs).integratedLufs(), -23);
  });

  it('[LOUD3] case 5: overlapping blocks', () => {
    expectWithin(
      measure(rate, [
        [20, -26],
        [20.1, -20],
        [20, -26],
      ]).integratedLufs(),
      -23,
    );
  });

  it('[LOUD3] case 6: five channels, and six with a silent LFE', () => {
    const frames = 20 * rate;
    const tone = (levelDbfs: number) =>
      Float32Array.from(
        { length: frames },
        (_, n) => 10 ** (levelDbfs / 20) * Math.sin((2 * Math.PI * 1_000 * n) / rate),
      );
    const [front, centre, surround] = [tone(-28), tone(-24), tone(-30)];
    const five = new LoudnessMeter({ sampleRateHz: rate, channels: 5 });
    five.push([front, front, centre, surround, surround]);
    expectWithin(five.integratedLufs(), -23);
    const six = new LoudnessMeter({ sampleRateHz: rate, channels: 6 });
    six.push([front, front, centre, new Float32Array(frames), surround, surround]);
    expect(six.integratedLufs()).toBe(five.integratedLufs());
  });

  it('[LOUD3] case 9: short-term loudness stands still over a period of 3 s', () => {
    const meter = new LoudnessMeter({ sampleRateHz: rate, channels: 2 });
    playTones(
      meter,
      rate,
      repeat(5, [
        [1.34, -20],
        [1.66, -30],
      ]),
      {
        onBlock: (seconds) => {
          if (seconds >= 3) expectWithin(meter.shortTermLufs(), -23);
        },
      },
    );
  });

  it('[LOUD3] case 10: a burst of 3 s is caught wherever it starts', () => {
    for (const i of indexes)
      expectWithin(
        measure(rate, [
          [i * 0.15, null],
          [3, -23],
          [1, null],
        ]).shortTermMaxLufs(),
        -23,
      );
  });

  it('[LOUD3] case 11: the largest short-term loudness follows twenty bursts', () => {
    const meter = new LoudnessMeter({ sampleRateHz: rate, channels: 2 });
    const runs = indexes.flatMap((i): Run[] => [
      [i * 0.15, null],
      [3, -38 + i],
      [3 - i * 0.15, null],
    ]);
    playTones(meter, rate, runs, {
      onRun: (index) => {
        if (index % 3 === 2) expectWithin(meter.shortTermMaxLufs(), -38 + (index - 2) / 3);
      },
    });
  });

  it('[LOUD3] case 12: momentary loudness stands still over a period of 400 ms', () => {
    const meter = new LoudnessMeter({ sampleRateHz: rate, channels: 2 });
    playTones(
      meter,
      rate,
      repeat(25, [
        [0.18, -20],
        [0.22, -30],
      ]),
      {
        onBlock: (seconds) => {
          if (seconds >= 1) expectWithin(meter.momentaryLufs(), -23);
        },
      },
    );
  });

  it('[LOUD3] case 13: a burst of 400 ms is caught wherever it starts', () => {
    for (const i of indexes) {
      expectWithin(
        measure(rate, [
          [i * 0.02, null],
          [0.4, -23],
          [1, null],
        ]).momentaryMaxLufs(),
        -23,
      );
    }
  });

  it('[LOUD3] case 14: the largest momentary loudness follows twenty bursts', () => {
    const meter = new LoudnessMeter({ sampleRateHz: rate, channels: 2 });
    const runs = indexes.flatMap((i): Run[] => [
      [i * 0.02, null],
      [0.4, -38 + i],
      [0.4 - i * 0.02, null],
    ]);
    playTones(meter, rate, runs, {
      onRun: (index) => {
        if (index % 3 === 2) expectWithin(meter.momentaryMaxLufs(), -38 + (index - 2) / 3);
      },
    });
  });

  it.each<[number, Run[], number]>([
    [
      1,
      [
        [20, -20],
        [20, -30],
      ],
      10,
    ],
    [
      2,
      [
        [20, -20],
        [20, -15],
      ],
      5,
    ],
    [
      3,
      [
        [20, -40],
        [20, -20],
      ],
      20,
    ],
    [
      4,
      [
        [20, -50],
        [20, -35],
        [20, -20],
        [20, -35],
        [20, -50],
      ],
      15,
    ],
  ])('[LOUD4] Tech 3342 case %i: the loudness range', (_, runs, range) => {
    expectWithin(measure(rate, runs).loudnessRangeLu(), range, 1);
  });

  it('[LOUD2] 1 kHz in stereo at −18 dBFS reads −18.0 LUFS', () => {
    expectWithin(measure(rate, [[5, -18]]).integratedLufs(), -18, 0.05);
  });
});
