import { describe, expect, it } from 'vitest';
import { chaptersFor, refuseTooMany } from '#core/export/chapter-list.ts';
import { samples } from '#shared/units.ts';
import { chaptersEvery } from '../../helpers/export-programme.ts';

const chapter = (title: string, start: number, end: number) => ({
  title,
  startSample: samples(start),
  endSample: samples(end),
});

describe('chapters', () => {
  it('[EXP16] are in order, the first from the beginning, each up to the next, the last to the end', () => {
    const list = chaptersFor([chapter('B', 500, 600), chapter('A', 100, 200)], samples(1000));
    expect(list).toEqual([chapter('A', 0, 500), chapter('B', 500, 1000)]);
  });

  it('[EXP16] outside the programme or without length are left out, and without a name get a number', () => {
    const list = chaptersFor(
      [chapter(' ', -5, 10), chapter('same place', 300, 300), chapter('B', 300, 400), chapter('late', 1000, 2000)],
      samples(1000),
    );
    expect(list).toEqual([chapter('Chapter 1', 0, 300), chapter('B', 300, 1000)]);
  });

  it('[EXP16] too many for a format are refused with the number', () => {
    const many = chaptersEvery(10, 1000);
    for (const format of ['m4b', 'wav', 'mp3'] as const) expect(() => refuseTooMany(many, format)).not.toThrow();
    for (const format of ['opus', 'flac'] as const) {
      expect(() => refuseTooMany(many, format)).toThrow(
        expect.objectContaining({ code: 'invalid-input', message: expect.stringMatching(/999 chapters.*1000/) }),
      );
    }
  });
});
