import { resolve } from 'node:path';
import { type Core, createCore } from '#core/app.ts';
import { defaultHome } from '#core/default-home.ts';
import { type OptionValues, textOption } from './command.ts';

/** The core over the library that the options or the environment name. Nothing is opened yet. */
export function openCore(options: OptionValues, environment: Readonly<Record<string, string | undefined>>): Core {
  const ffmpegPath = textOption(options, 'ffmpeg');
  return createCore({
    home: resolve(textOption(options, 'home') ?? defaultHome(process.platform, environment)),
    environment,
    program: 'the command line',
    ...(ffmpegPath === undefined ? {} : { ffmpegPath }),
  });
}
