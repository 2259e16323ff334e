/** Lengths and levels as a script writes them: `1.5s`, `300ms`, `1234smp`, `-2dB`. A number without a unit is refused. */
import { msToSamples, type Samples, samples, samplesToMs, secondsToSamples } from '../units.ts';

const QUANTITY = /^([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?) ?([a-z]+)$/i;

/** No programme is longer, and products with the rate stay exact integers. */
const MAX_SECONDS = 1e9;

function splitQuantity(text: string): { value: number; unit: string } | null {
  // Word processors turn a hyphen before a number into a real minus sign.
  const match = QUANTITY.exec(text.replace('\u2212', '-'));
  if (!match?.[1] || !match[2]) return null;
  return { value: Number(match[1]), unit: match[2].toLowerCase() };
}

/** Nearest sample to `1.5s`, `300ms`; `smp` counts samples at the project rate. null when it is none of these. */
export function readDuration(text: string): Samples | null {
  const quantity = splitQuantity(text);
  if (!quantity) return null;
  const { value, unit } = quantity;
  if (unit === 'smp') return Number.isSafeInteger(value) ? samples(value) : null;
  if (unit === 's') return Math.abs(value) <= MAX_SECONDS ? secondsToSamples(value) : null;
  if (unit === 'ms') return Math.abs(value) <= MAX_SECONDS * 1000 ? msToSamples(value) : null;
  return null;
}

/** Seconds where two decimals say it, else whole milliseconds, else samples: always reads back to the same sample. */
export function printDuration(value: Samples): string {
  const ms = samplesToMs(value);
  const text = ms % 10 === 0 ? `${ms / 1000}s` : `${ms}ms`;
  return Number.isInteger(ms) && readDuration(text) === value ? text : `${value}smp`;
}

/** Milliseconds, not rounded to samples: how duckers say their times. */
export function readMilliseconds(text: string): number | null {
  const quantity = splitQuantity(text);
  if (quantity?.unit === 'ms') return quantity.value;
  if (quantity?.unit === 's') return quantity.value * 1000;
  return null;
}

export function readGain(text: string): number | null {
  const quantity = splitQuantity(text);
  return quantity?.unit === 'db' ? quantity.value : null;
}

export function printGain(gainDb: number): string {
  return `${gainDb}dB`;
}

/** What to write instead, for messages. */
export const DURATION_EXAMPLE = 'a length such as 1.5s or 300ms';
export const GAIN_EXAMPLE = 'a level such as -6dB';
