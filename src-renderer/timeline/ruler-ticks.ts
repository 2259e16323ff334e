import { type Samples, samples, secondsToSamples } from '#shared/units.ts';
import { roundTime, shortTime } from '../episode/time-text.ts';

export interface RulerTick {
  readonly sample: Samples;
  /** null: a small tick between two labelled ones. */
  readonly label: string | null;
}

/** Seconds between labels, and into how many parts each is divided: what a clock face and a watch would show. */
const STEPS = [
  { seconds: 0.1, parts: 2 },
  { seconds: 0.2, parts: 2 },
  { seconds: 0.5, parts: 5 },
  { seconds: 1, parts: 5 },
  { seconds: 2, parts: 4 },
  { seconds: 5, parts: 5 },
  { seconds: 10, parts: 5 },
  { seconds: 15, parts: 3 },
  { seconds: 30, parts: 3 },
  { seconds: 60, parts: 6 },
  { seconds: 120, parts: 4 },
  { seconds: 300, parts: 5 },
  { seconds: 600, parts: 5 },
  { seconds: 900, parts: 3 },
  { seconds: 1800, parts: 3 },
  { seconds: 3600, parts: 4 },
  { seconds: 7200, parts: 4 },
  { seconds: 21_600, parts: 6 },
  { seconds: 43_200, parts: 4 },
  { seconds: 86_400, parts: 4 },
] as const;
const MIN_LABEL_PX = 72;

/** The ticks of a half-open range, in order. */
export function rulerTicks(startSample: number, endSample: number, samplesPerPixel: number): readonly RulerTick[] {
  const step =
    STEPS.find(({ seconds }) => secondsToSamples(seconds) / samplesPerPixel >= MIN_LABEL_PX) ??
    STEPS[STEPS.length - 1]!;
  const labelSamples = secondsToSamples(step.seconds);
  const tickSamples = labelSamples / step.parts;
  const first = Math.floor(startSample / tickSamples);
  const ticks: RulerTick[] = [];
  for (let index = first; index * tickSamples < endSample; index++) {
    const sample = samples(Math.round(index * tickSamples));
    const isLabelled = index % step.parts === 0;
    const label = step.seconds < 1 ? shortTime(sample) : roundTime(sample);
    ticks.push({ sample, label: isLabelled ? label : null });
  }
  return ticks;
}
