import { resolve } from 'node:path';
import { type Core, createCore } from '#core/app.ts';
import { defaultHome } from '#core/default-home.ts';
import { numberOption, type OptionValues, textOption } from './command.ts';

/** The core over the library that the options or the environment name. Nothing is opened yet. Throws AppError `invalid-input`. */
export function openCore(options: OptionValues, environment: Readonly<Record<string, string | undefined>>): Core {
  const ffmpegPath = textOption(options, 'ffmpeg');
  const retries = numberOption(options, 'retries', { min: 0, max: 100, isInteger: true });
  const timeoutSeconds = numberOption(options, 'timeout', { min: 0.1, max: 86_400 });
  return createCore({
    home: resolve(textOption(options, 'home') ?? defaultHome(process.platform, environment)),
    environment,
    program: 'the command line',
    ...(ffmpegPath === undefined ? {} : { ffmpegPath }),
    ...(retries === undefined ? {} : { retries }),
    ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }),
  });
}
