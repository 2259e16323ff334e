import { AppError } from '#shared/errors.ts';
import type { ExportFormat } from './export-format.ts';

/** An ffmpeg that ended well and left a file that is not one. */
export function brokenOutput(format: ExportFormat): AppError {
  return new AppError({
    code: 'ffmpeg-failed',
    message: `ffmpeg ended without an error, but what it wrote is not a whole ${format} file. Try another ffmpeg.`,
  });
}
