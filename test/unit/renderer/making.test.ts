import { expect, test } from 'vitest';
import type { ConnectionCostValue } from '#shared/contract/speech.ts';
import type { Job } from '#shared/contract/values.ts';
import { JobId } from '#shared/contract/values.ts';
import { ProviderId } from '#shared/ids.ts';
import { readOption, withOption } from '../../../src-renderer/inspector/option-values.ts';
import { overallProgress } from '../../../src-renderer/jobs/job-text.ts';
import { isAboveLimits, moneyText, sumOf } from '../../../src-renderer/making/money-text.ts';

function cost(amount: number | null, currency: string | null = 'CNY', billedCharacters = 100): ConnectionCostValue {
  return {
    connection: ProviderId.parse('a'),
    name: 'A',
    model: 'm',
    requests: 1,
    billedCharacters,
    cost: amount,
    currency,
  };
}

test('[MAK1] money is written in the language of the person, small sums with the decimals that say something', () => {
  expect(moneyText({ amount: 1.5, currency: 'CNY' }, 'en')).toBe('¥1.50');
  expect(moneyText({ amount: 0.04, currency: 'CNY' }, 'zh-CN')).toBe('¥0.04');
  expect(moneyText({ amount: 0.0012, currency: 'USD' }, 'en')).toBe('$0.0012');
  expect(moneyText({ amount: 0, currency: 'USD' }, 'en')).toBe('$0.00');
});

test('[MAK2] costs are added up by currency; what has no price is said, not counted as free', () => {
  const sums = sumOf([cost(1), cost(0.5), cost(2, 'USD'), cost(0, null), cost(null, null, 40)]);
  expect(sums.money).toEqual([
    { currency: 'CNY', amount: 1.5 },
    { currency: 'USD', amount: 2 },
  ]);
  expect(sums).toMatchObject({ characters: 440, isUnknown: true });
});

test('[MAK3] the person is asked above a limit, for a currency without one and for an unknown price; without limits never', () => {
  const limits = [{ currency: 'CNY', amount: 1 }];
  const asks = (...costs: ConnectionCostValue[]) => isAboveLimits(sumOf(costs), limits);
  expect(asks(cost(0.9))).toBe(false);
  expect(asks(cost(0.6), cost(0.6))).toBe(true);
  expect(asks(cost(0.1, 'USD'))).toBe(true);
  expect(asks(cost(null))).toBe(true);
  expect(asks(cost(0, null))).toBe(false);
  expect(isAboveLimits(sumOf([cost(99), cost(null)]), [])).toBe(false);
});

test('[MAK4] options are read and written by their path; one that is taken away leaves nothing empty behind', () => {
  const values = { speed: 1.2, effects: { pitch: 3 } };
  expect(readOption(values, 'effects.pitch')).toBe(3);
  expect(readOption(values, 'effects.none')).toBeUndefined();
  expect(readOption(values, 'speed.deeper')).toBeUndefined();
  expect(withOption(values, 'effects.timbre', -1)).toEqual({ speed: 1.2, effects: { pitch: 3, timbre: -1 } });
  expect(withOption(values, 'effects.pitch', undefined)).toEqual({ speed: 1.2 });
  expect(withOption(values, 'speed', undefined)).toEqual({ effects: { pitch: 3 } });
  expect(withOption({}, 'effects.pitch', 2)).toEqual({ effects: { pitch: 2 } });
});

test('[MAK5] the progress of several jobs is one number; what cannot be counted does not count', () => {
  const job = (state: Job['state'], done: number, total: number): Job => ({
    ...{ id: JobId.parse('j'), startSequence: 0, kind: 'speech', subject: '', stage: '', canPause: false },
    ...{ state, done, total, costs: [], failed: 0 },
  });
  expect(overallProgress([])).toBeNull();
  expect(overallProgress([job('running', 1, 0), job('done', 1, 1)])).toBeNull();
  expect(overallProgress([job('running', 1, 2), job('running', 10, 10), job('paused', 0, 1)])).toBe(0.75);
});
