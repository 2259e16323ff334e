import { samples, samplesToMs } from '#shared/units.ts';

/** `+0.250 s`, `−3.0 dB`: beside the pointer while something is dragged. The same in every language. */
export function gestureText({
  kind,
  value,
}: {
  readonly kind: 'seconds' | 'decibels';
  readonly value: number;
}): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  if (kind === 'decibels') return `${sign}${Math.abs(value).toFixed(1)} dB`;
  return `${sign}${(Math.abs(samplesToMs(samples(Math.round(value)))) / 1000).toFixed(3)} s`;
}
