import { expect, test } from 'vitest';
import { refuseAbove, SpendingCap } from '#core/jobs/spending-cap.ts';
import type { CostOf } from '#core/synthesis/speak-utterance.ts';
import { fakeSpeechProvider } from '../../helpers/fake-speech-provider.ts';

const yuan = fakeSpeechProvider('yuan', { isRemote: true });
const dollar = fakeSpeechProvider('dollar', { isRemote: true });
const free = fakeSpeechProvider('free', { isRemote: true });
const costOf: CostOf = (provider, _model, characters) => ({
  amount: provider === 'free' ? 0 : characters,
  currency: provider === 'yuan' ? 'CNY' : 'USD',
});
const request = (provider: { readonly id: typeof yuan.id }, text: string) => ({
  provider: provider.id,
  model: 'model-1',
  voiceId: 'anna',
  text,
  options: {},
});

test('[PRV73] each currency is counted by itself', () => {
  const cap = new SpendingCap(costOf, { CNY: 4, USD: 2 });
  cap.reserve(yuan, request(yuan, 'Four'))(4);
  cap.reserve(dollar, request(dollar, 'Hi'))(2);
  expect(cap.spent()).toEqual({ CNY: 4, USD: 2 });
  expect(() => cap.reserve(yuan, request(yuan, 'A'))).toThrow(/limit of 4 CNY is reached: 4\.0000 was spent/);
  expect(() => cap.reserve(dollar, request(dollar, 'A'))).toThrow(/limit of 2 USD/);
});

test('[PRV73] one amount does for one currency; another one has to be given its own', () => {
  const cap = new SpendingCap(costOf, 5);
  cap.reserve(free, request(free, 'Free of charge'))(14);
  cap.reserve(yuan, request(yuan, 'Four'));
  expect(() => cap.reserve(dollar, request(dollar, 'A'))).toThrow(
    /limit of 5 does not say in which currency, and this costs CNY and USD\. .*CNY=5,USD=5/,
  );
  expect(() => new SpendingCap(costOf, { CNY: 5 }).reserve(dollar, request(dollar, 'A'))).toThrow(
    /no spending limit in USD/,
  );
});

test('[PRV73] an estimate is held against the limits currency by currency', () => {
  const row = (cost: number | null, currency: string | null) => ({ connection: 'x', model: 'm', cost, currency });
  expect(() => refuseAbove(5, [row(4, 'CNY'), row(0, null)])).not.toThrow();
  expect(() => refuseAbove(5, [row(4, 'CNY'), row(2, 'CNY')])).toThrow(/cost 6\.00 CNY, more than the limit of 5 CNY/);
  expect(() => refuseAbove(5, [row(1, 'CNY'), row(1, 'USD')])).toThrow(/does not say in which currency/);
  expect(() => refuseAbove({ CNY: 1, USD: 1 }, [row(1, 'CNY'), row(1, 'USD')])).not.toThrow();
  expect(() => refuseAbove({ CNY: 1, USD: 1 }, [row(1, 'CNY'), row(1.1, 'USD')])).toThrow(/1\.10 USD/);
  expect(() => refuseAbove({ CNY: 9 }, [row(null, null)])).toThrow(/is not known/);
});
