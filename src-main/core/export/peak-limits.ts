import type { ProgrammeMeter } from '#shared/loudness/programme-meter.ts';
import type { ExportPreset } from './presets.ts';

export interface PeakLimits {
  readonly truePeakDbtp: number;
  readonly samplePeakDbfs: number;
}

export function peakLimitsOf({ truePeakLimitDbtp, samplePeakLimitDbfs }: ExportPreset): PeakLimits {
  return { truePeakDbtp: truePeakLimitDbtp, samplePeakDbfs: samplePeakLimitDbfs ?? Number.POSITIVE_INFINITY };
}

/** By how many decibels peaks are above their limits; negative when below. */
export function excessOver(limits: PeakLimits, truePeakDbtp: number, samplePeakDbfs: number): number {
  return Math.max(truePeakDbtp - limits.truePeakDbtp, samplePeakDbfs - limits.samplePeakDbfs);
}

export function excessOf(meter: ProgrammeMeter, preset: ExportPreset): number {
  return excessOver(peakLimitsOf(preset), meter.truePeakDbtp(), meter.samplePeakDbfs());
}
