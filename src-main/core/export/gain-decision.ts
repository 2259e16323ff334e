import type { ProgrammeMeter } from '#shared/loudness/programme-meter.ts';
import type { Remembered } from './export-memory.ts';
import { excessOf } from './peak-limits.ts';
import { type ExportPreset, type LevelTarget, targetLevelOf } from './presets.ts';

/** What became of the gain, for the report. */
export interface GainReport {
  readonly db: number;
  /** The last export's: what has not changed since has the same bytes. */
  readonly isKept: boolean;
  /** A sentence: why it was kept, or why not. */
  readonly reason: string;
}

/** A file this close to the target is not encoded again for its level. */
const LARGEST_MISS_DB = 0.3;
/** Of an RMS target, whose range is wide. */
const STEADY_RMS_DB = 0.5;
/** With more new sound than this the gain is settled first: the old one would hardly fit, and what it made would be in vain. */
export const MOST_TOUCHED = 0.5;

/** How far a file may be from the target for the gain of the last export to be kept. */
export function steadyToleranceOf(level: LevelTarget): number {
  return level.kind === 'lufs' ? level.toleranceLu / 2 : STEADY_RMS_DB;
}

export function levelOf(level: LevelTarget, meter: ProgrammeMeter): number | null {
  const heard = level.kind === 'lufs' ? meter.integratedLufs() : meter.rmsDb();
  return heard !== null && Number.isFinite(heard) ? heard : null;
}

export function unitOf(level: LevelTarget): string {
  return level.kind === 'lufs' ? 'LU' : 'dB';
}

/** How far the file is below its target, where that is worth another encoding; else 0. */
export function missOf(meter: ProgrammeMeter, { level }: ExportPreset): number {
  const heard = levelOf(level, meter);
  if (heard === null) return 0;
  const miss = targetLevelOf(level) - heard;
  const allowed = level.kind === 'lufs' ? Math.min(LARGEST_MISS_DB, level.toleranceLu) : LARGEST_MISS_DB;
  return Math.abs(miss) > allowed ? miss : 0;
}

/** Whether what the remembered gain has made may stay, and a sentence why. */
export function judgeKept(
  meter: ProgrammeMeter,
  preset: ExportPreset,
  remembered: Pick<Remembered, 'isReached' | 'contentDigest'>,
  contentDigest: string,
): { readonly isKept: boolean; readonly reason: string } {
  const { level } = preset;
  const heard = levelOf(level, meter);
  const excess = excessOf(meter, preset);
  if (excess > 0) {
    return {
      isKept: false,
      reason: `With the gain of the last export a peak is ${excess.toFixed(2)} dB above its limit.`,
    };
  }
  if (remembered.contentDigest === contentDigest) {
    return { isKept: true, reason: 'Nothing that sounds has changed since the last export.' };
  }
  if (!remembered.isReached || heard === null) {
    return { isKept: false, reason: 'The last export could not reach its target, so this one was settled anew.' };
  }
  const distance = Math.abs(targetLevelOf(level) - heard);
  const allowed = steadyToleranceOf(level);
  const figures = `the level is ${distance.toFixed(2)} ${unitOf(level)} from the target, and ${allowed.toFixed(2)} are allowed`;
  return distance <= allowed
    ? { isKept: true, reason: `With the gain of the last export ${figures}.` }
    : { isKept: false, reason: `With the gain of the last export ${figures}: everything was encoded again.` };
}
