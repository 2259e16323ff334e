/** What an export says of all its files together. */
import { basename } from 'node:path';
import type { MasterReport } from './master-programme.ts';
import type { ExportPreset } from './presets.ts';

/** Of several files the one that is furthest up: what one number can say about all. */
export function loudest(reports: readonly MasterReport[]): MasterReport['loudness'] {
  const level = (report: MasterReport): number => report.loudness.integratedLufs ?? Number.NEGATIVE_INFINITY;
  return reports.reduce((best, report) => (level(report) > level(best) ? report : best)).loudness;
}

export function checksOf(report: MasterReport, isOneOfMany: boolean): MasterReport['checks'] {
  if (!isOneOfMany) return report.checks;
  return report.checks.map((check) => ({ ...check, rule: `${basename(report.file)}: ${check.rule}` }));
}

export function warningsOf(preset: ExportPreset, missing: readonly string[], partCount: number): readonly string[] {
  const warnings: string[] = [];
  if (missing.length > 0) warnings.push(`This is a draft: ${missing.length} sounds are silence.`, ...missing);
  if (preset.aiPolicy.kind !== 'ok') warnings.push(preset.aiPolicy.text);
  if (preset.isFilePerChapter && partCount === 0) warnings.push('There are no chapters, so one file was made.');
  return warnings;
}
