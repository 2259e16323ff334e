import { expect, test } from 'vitest';
import { implausibleLength } from '#core/synthesis/plausible-length.ts';
import { msToSamples } from '#shared/units.ts';

const judged = (text: string, ms: number): string | undefined => implausibleLength(text, msToSamples(ms));

test('[VOX21] speech at any speed is plausible', () => {
  expect(judged('Hi.', 60)).toBeUndefined();
  expect(judged('The last ferry left at nine. '.repeat(60), 1000)).toBeUndefined();
  expect(judged('今天是不是很开心呀', 600)).toBeUndefined();
  expect(judged('Slow.', 20_000)).toBeUndefined();
  expect(judged('One.<#99.99#>Two.', 130_000)).toBeUndefined();
  expect(judged('', 0)).toBeUndefined();
});

test('[VOX21] a click is no sentence, and a lecture is no word', () => {
  expect(judged('The last ferry left at nine.', 20)).toBe('it is too short to be this text: 0.02 s for 22 letters');
  expect(judged('x'.repeat(5000), 240)).toMatch(/too short/);
  expect(judged('Hi.', 70_000)).toMatch(/too long .* 70\.00 s for 2 letters/);
});
