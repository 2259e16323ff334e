import { type Samples, samplesToMs } from '#shared/units.ts';

interface Parts {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly milliseconds: number;
}

/** Cut, not rounded: a clock never shows a moment before it comes. */
function partsOf(position: Samples): Parts {
  const total = Math.max(0, Math.floor(samplesToMs(position)));
  return {
    hours: Math.floor(total / 3_600_000),
    minutes: Math.floor(total / 60_000) % 60,
    seconds: Math.floor(total / 1000) % 60,
    milliseconds: total % 1000,
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `0:10.4`, `1:02:03.0`: where a clip starts. */
export function shortTime(position: Samples): string {
  const { hours, minutes, seconds, milliseconds } = partsOf(position);
  const head = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${head}:${two(seconds)}.${Math.floor(milliseconds / 100)}`;
}

/** `00:00:10.412`: always as wide, for a number that moves. */
export function clockTime(position: Samples): string {
  const { hours, minutes, seconds, milliseconds } = partsOf(position);
  return `${two(hours)}:${two(minutes)}:${two(seconds)}.${String(milliseconds).padStart(3, '0')}`;
}

/** `0:10`, `1:02:03`: a length, to the nearest second below. */
export function roundTime(position: Samples): string {
  const { hours, minutes, seconds } = partsOf(position);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** `4.2`: seconds of a clip, with one decimal, rounded. */
export function secondsText(duration: Samples): string {
  return (samplesToMs(duration) / 1000).toFixed(1);
}

/** `0.8`, `1.25`: seconds of a pause, no more decimals than it has (at most three). */
export function pauseText(duration: Samples): string {
  return String(Number((samplesToMs(duration) / 1000).toFixed(3)));
}
