import type { Measurements } from './measure-file.ts';
import type { ExportPreset } from './presets.ts';

/** One rule of a destination. Values carry their units. */
export interface DeliveryCheck {
  readonly rule: string;
  readonly value: string;
  readonly limit: string;
  readonly pass: boolean;
  /** What to know although, or because, the rule is kept or broken. */
  readonly advice?: string;
}

/** Below this, pauses are heard as dropouts; shops listen for it. */
const DEAD_SILENCE_DB = -90;

/** Compares a file with a preset, every rule a row, kept or not. */
export function checkDelivery(file: Measurements, preset: ExportPreset): readonly DeliveryCheck[] {
  return [
    levelCheck(file, preset),
    atMost('true-peak', file.truePeakDbtp, preset.truePeakLimitDbtp, 'dBTP'),
    ...optional(preset.samplePeakLimitDbfs, (limit) => atMost('sample-peak', file.samplePeakDbfs, limit, 'dBFS')),
    ...optional(preset.noiseFloorLimitDb, (limit) => noiseFloorCheck(file.noiseFloorDb, limit)),
    ...formatChecks(file, preset),
    ...optional(preset.headRangeSeconds, (range) => within('head', file.headMs / 1000, range, 's')),
    ...optional(preset.tailRangeSeconds, (range) => within('tail', file.tailMs / 1000, range, 's')),
    ...optional(preset.maxDurationSeconds, (limit) => atMost('duration', file.durationMs / 1000, limit, 's')),
  ];
}

function levelCheck(file: Measurements, { level, channels }: ExportPreset): DeliveryCheck {
  if (level.kind === 'rms') return within('rms', file.rmsDb, [level.minDb, level.maxDb], 'dB');
  const range = [level.targetLufs - level.toleranceLu, level.targetLufs + level.toleranceLu] as const;
  const check = within('integrated-loudness', file.integratedLufs, range, 'LUFS');
  if (channels !== 1) return check;
  return { ...check, advice: 'One channel, measured as one: the same sound in stereo reads 3 LU more.' };
}

function noiseFloorCheck(value: number | null, limit: number): DeliveryCheck {
  const check = atMost('noise-floor', value, limit, 'dB');
  if (value !== null && value >= DEAD_SILENCE_DB) return check;
  return { ...check, advice: 'The pauses are dead silence, which sounds unnatural; fill them with room tone.' };
}

function formatChecks(file: Measurements, preset: ExportPreset): readonly DeliveryCheck[] {
  const { minBitrateKbps, maxBitrateKbps, isConstantBitrate } = preset;
  const isLossy = !['flac', 'wav'].includes(file.format);
  const least = minBitrateKbps && (file.channels === 1 ? minBitrateKbps.mono : minBitrateKbps.stereo);
  return [
    oneOf('format', file.format, preset.allowedFormats),
    oneOf('sample-rate', file.sampleRateHz, preset.allowedRatesHz, 'Hz'),
    oneOf('channels', file.channels, preset.allowedChannels),
    ...(isLossy && least !== undefined ? [bitrateCheck(file.bitrateKbps, least, maxBitrateKbps)] : []),
    ...(isConstantBitrate ? [oneOf<string>('bitrate-mode', file.bitrateMode ?? 'unknown', ['CBR'])] : []),
  ];
}

function bitrateCheck(value: number, least: number, most: number | undefined): DeliveryCheck {
  // Encoders of a constant rate meet it on average, give or take a frame.
  const slackKbps = 1;
  return {
    rule: 'bitrate',
    value: `${Math.round(value)} kbps`,
    limit: most === undefined ? `≥ ${least} kbps` : `${least} to ${most} kbps`,
    pass: value >= least - slackKbps && (most === undefined || value <= most + slackKbps),
  };
}

function atMost(rule: string, value: number | null, limit: number, unit: string): DeliveryCheck {
  return { rule, value: print(value, unit), limit: `≤ ${limit} ${unit}`, pass: value === null || value <= limit };
}

function within(rule: string, value: number | null, range: readonly [number, number], unit: string): DeliveryCheck {
  const [least, most] = range;
  return {
    rule,
    value: print(value, unit),
    limit: `${least} to ${most} ${unit}`,
    pass: value !== null && value >= least && value <= most,
  };
}

function oneOf<T extends string | number>(rule: string, value: T, allowed: readonly T[], unit?: string): DeliveryCheck;
function oneOf(
  rule: string,
  value: string | number,
  allowed: readonly (string | number)[],
  unit?: string,
): DeliveryCheck {
  const withUnit = (text: string | number): string => (unit === undefined ? `${text}` : `${text} ${unit}`);
  return { rule, value: withUnit(value), limit: withUnit(allowed.join(' or ')), pass: allowed.includes(value) };
}

function optional<T>(limit: T | undefined, check: (limit: T) => DeliveryCheck): readonly DeliveryCheck[] {
  return limit === undefined ? [] : [check(limit)];
}

/** Two decimals: with one, a peak of −0.96 would stand beside a limit of −1 as "−1.0" and fail. */
function print(value: number | null, unit: string): string {
  return value === null ? 'silence' : `${value.toFixed(2)} ${unit}`;
}
