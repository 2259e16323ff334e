import type { OnProgress } from '../ports.ts';
import { checkDelivery, type DeliveryCheck } from './check-delivery.ts';
import { type Measurements, type MeasureOptions, measureFile } from './measure-file.ts';
import type { ExportPreset } from './presets.ts';

export interface LoudnessSummary {
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
  readonly rmsDb: number | null;
  readonly noiseFloorDb: number | null;
}

export interface FileChecks {
  readonly checks: readonly DeliveryCheck[];
  readonly loudness: LoudnessSummary;
}

/** Measures an encoded file, ours or anybody's, against a preset. Throws as {@link measureFile}. */
export async function checkFile(
  path: string,
  preset: ExportPreset,
  options: Omit<MeasureOptions, 'onProgress'> & { readonly onProgress?: OnProgress },
): Promise<FileChecks> {
  const { onProgress, ...rest } = options;
  const measured = await measureFile(path, {
    ...rest,
    ...(onProgress && { onProgress: (doneMs) => onProgress({ stage: 'measure', done: Math.round(doneMs), total: 0 }) }),
  });
  return { checks: checkDelivery(measured, preset), loudness: loudnessOf(measured) };
}

export function loudnessOf(measured: Measurements): LoudnessSummary {
  const { integratedLufs, truePeakDbtp, rmsDb, noiseFloorDb } = measured;
  return { integratedLufs, truePeakDbtp, rmsDb, noiseFloorDb };
}
