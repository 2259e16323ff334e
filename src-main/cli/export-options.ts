import { dirname, resolve } from 'node:path';
import type { ExportedEpisode, ExportRequest } from '#core/export/export-episode.ts';
import { type ExportPreset, presetNamed } from '#core/export/presets.ts';
import { AppError } from '#shared/errors.ts';
import { clockOf } from './clock.ts';
import { flagOption, type OptionValues, textOption } from './command.ts';
import { textTable } from './text-table.ts';

export const DEFAULT_PRESET = 'apple-podcasts';
const CAPTION_KINDS = ['srt', 'vtt'] as const;

type Wishes = Omit<ExportRequest, 'document' | 'media' | 'preset' | 'signal' | 'onProgress'>;

/** What the options of `render` and `export` ask for. Throws AppError `invalid-input`. */
export function exportWishes(options: OptionValues, workingDirectory: string): Wishes {
  const path = (name: string): string | undefined => {
    const value = textOption(options, name);
    return value === undefined ? undefined : resolve(workingDirectory, value);
  };
  const format = textOption(options, 'format');
  const stemsFolder = path('stems');
  const reportPath = path('report');
  return {
    outputPath: path('output') ?? '',
    ...(format === undefined ? {} : { format }),
    isDraft: flagOption(options, 'draft'),
    captions: captionKinds(textOption(options, 'captions')),
    hasChaptersJson: flagOption(options, 'chaptersJson'),
    ...(stemsFolder === undefined ? {} : { stemsFolder }),
    ...(reportPath === undefined ? {} : { reportPath }),
  };
}

/** The preset asked for, else the one the script names, else for podcasts. */
export function chosenPreset(options: OptionValues, ofEpisode: string | undefined): ExportPreset {
  return presetNamed(textOption(options, 'preset') ?? ofEpisode ?? DEFAULT_PRESET);
}

function captionKinds(text: string | undefined): readonly ('srt' | 'vtt')[] {
  if (text === undefined) return [];
  return text.split(',').map((word) => {
    const kind = CAPTION_KINDS.find((known) => known === word.trim().toLowerCase());
    if (kind) return kind;
    throw new AppError({
      code: 'invalid-input',
      message: `--captions takes srt, vtt or srt,vtt, not "${text}".`,
      details: { option: 'captions', value: text },
    });
  });
}

export interface EpisodeCounts {
  readonly lines: number;
  readonly spoken: number;
  readonly reused: number;
  readonly billedCharacters: number;
}

/** The answer of `render` and `export`, as the command line's contract has it. */
export function exportValue(exported: ExportedEpisode, counts: EpisodeCounts, warnings: readonly string[]) {
  const { file, files, durationMs, chapters, loudness, checks } = exported;
  return {
    file,
    ...(files.length > 1 ? { files } : {}),
    durationMs,
    ...counts,
    chapters,
    loudness,
    checks,
    warnings: [...warnings, ...exported.warnings],
  };
}

/** The summary for people. */
export function exportSummary(value: ReturnType<typeof exportValue>): string {
  const { loudness } = value;
  const level = (number: number | null, unit: string): string =>
    number === null ? '–' : `${number.toFixed(1)} ${unit}`;
  const facts: (readonly [string, string])[] = [
    ['file', value.files ? `${value.file}${'/'} (${value.files.length} files)` : value.file],
    ['length', clockOf(value.durationMs)],
    ['lines', `${value.lines} (${value.spoken} spoken now, ${value.reused} kept)`],
    ['chapters', String(value.chapters)],
    ['loudness', level(loudness.integratedLufs, 'LUFS')],
    ['true peak', level(loudness.truePeakDbtp, 'dBTP')],
  ];
  const failed = value.checks.filter((check) => !check.pass).length;
  return [
    textTable(['', ''], facts).replace(/^\s*\n/, ''),
    textTable(
      ['check', 'measured', 'limit', ''],
      value.checks.map((check) => [check.rule, String(check.value), String(check.limit), check.pass ? 'pass' : 'FAIL']),
    ),
    failed === 0 ? 'Every check passed.' : `${failed} of ${value.checks.length} checks failed.`,
  ].join('\n');
}

export function folderOf(path: string): string {
  return dirname(path);
}
