import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseByteRange } from '#core/serving/byte-range.ts';

test.each([
  [undefined, null],
  ['bytes=0-99', { start: 0, end: 100 }],
  ['bytes=10-', { start: 10, end: 1000 }],
  ['bytes=-100', { start: 900, end: 1000 }],
  ['bytes=-5000', { start: 0, end: 1000 }],
  ['bytes=999-999', { start: 999, end: 1000 }],
  ['bytes=990-5000', { start: 990, end: 1000 }],
  [' bytes=0-0 ', { start: 0, end: 1 }],
] as const)('[SEC20] a range of 1000 bytes: %j is %j', (header, expected) => {
  expect(parseByteRange(header, 1000)).toEqual(expected);
});

test.each([
  'bytes=1000-',
  'bytes=1000-1001',
  'bytes=5-4',
  'bytes=-0',
  'bytes=-',
  'bytes=',
  'bytes=0-1,5-6',
  'bytes=a-b',
  'bytes=0x0-0x5',
  'items=0-5',
  'bytes=1.5-3',
  'bytes=99999999999999999999-',
  '',
])('[SEC21] %j cannot be answered with one stretch and is refused', (header) => {
  expect(parseByteRange(header, 1000)).toBe('unsatisfiable');
});

test('[SEC21] nothing of an empty file can be asked for', () => {
  expect(parseByteRange('bytes=0-', 0)).toBe('unsatisfiable');
  expect(parseByteRange('bytes=-1', 0)).toBe('unsatisfiable');
});

test('[SEC20] any range that is answered lies within the file and is not empty', () => {
  const bound = fc.option(fc.nat(3000), { nil: '' as const });
  fc.assert(
    fc.property(bound, bound, fc.nat(2000), (first, last, byteLength) => {
      const range = parseByteRange(`bytes=${first}-${last}`, byteLength);
      if (range === null || range === 'unsatisfiable') return;
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.end).toBeGreaterThan(range.start);
      expect(range.end).toBeLessThanOrEqual(byteLength);
    }),
  );
});
