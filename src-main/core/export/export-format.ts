import { extname } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { nearestName } from '#shared/script/nearest-name.ts';
import type { ExportPreset } from './presets.ts';

export const EXPORT_FORMATS = ['mp3', 'm4b', 'm4a', 'opus', 'flac', 'wav'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Names of files that mean a format. `.ogg` is left out: it says nothing about the codec inside. */
const FORMAT_OF_EXTENSION: Readonly<Record<string, ExportFormat>> = {
  ...Object.fromEntries(EXPORT_FORMATS.map((format) => [`.${format}`, format])),
  '.wave': 'wav',
};

export function isLossless(format: ExportFormat): format is 'flac' | 'wav' {
  return format === 'flac' || format === 'wav';
}

export function isMp4(format: ExportFormat): format is 'm4b' | 'm4a' {
  return format === 'm4b' || format === 'm4a';
}

/**
 * The format to write: what was asked for, else what the file's name says, else the preset's own. Throws AppError
 * `invalid-input` for an unknown format, for one whose file would carry another's extension, and for one that the preset's
 * destination cannot take in any form (an audiobook shop that wants MP3 only).
 */
export function formatFor(
  preset: ExportPreset,
  requested: string | undefined,
  outputFileName: string | undefined,
): ExportFormat {
  const extension = extname(outputFileName ?? '').toLowerCase();
  const named = FORMAT_OF_EXTENSION[extension];
  const asked = requested === undefined ? undefined : knownFormat(requested);
  if (asked !== undefined && named !== undefined && asked !== named) {
    throw invalid(
      `The file is named ${extension} but the format asked for is ${asked}. Name it .${asked}, or leave the format out.`,
      { requested: asked, extension },
    );
  }
  if (asked === undefined && named === undefined && extension !== '') {
    throw invalid(
      `No format goes with the extension ${extension}. Use ${list(EXPORT_FORMATS.map((format) => `.${format}`))}, or name the format.`,
      { extension },
    );
  }
  const format = asked ?? named ?? preset.defaultFormat;
  if (!preset.formats.includes(format)) {
    throw invalid(
      `The preset ${preset.name} makes ${list(preset.formats)}, not ${format}. Choose one of these or another preset.`,
      { preset: preset.name, format },
    );
  }
  return format;
}

function knownFormat(text: string): ExportFormat {
  const wanted = text.toLowerCase().replace(/^\./, '');
  const found = EXPORT_FORMATS.find((format) => format === wanted);
  if (found) return found;
  throw invalid(
    `There is no format "${text}". Formats are ${list(EXPORT_FORMATS)}; the nearest is ${nearestName(text, EXPORT_FORMATS)}.`,
    { requested: text },
  );
}

function list(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function invalid(message: string, details: Readonly<Record<string, unknown>>): AppError {
  return new AppError({ code: 'invalid-input', message, details });
}
