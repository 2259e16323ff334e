import { parseArgs } from 'node:util';

export interface StartOptions {
  /** The library's folder; undefined: the system's place. */
  readonly home: string | undefined;
  readonly port: number;
  /** In the browser also where Electron is there. */
  readonly isBrowserWanted: boolean;
  readonly isOpening: boolean;
  readonly isHelpWanted: boolean;
}

export const START_HELP = `npm start [-- options]    opens the studio

  --browser      in the browser, also where the desktop program works
  --no-open      only print the link
  --port NUMBER  of the browser's host; 0 (the default) takes any free one
  --home FOLDER  the library (LECTERN_HOME)
`;

/** Throws Error with a sentence for options that do not exist or cannot be. */
export function readStartOptions(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      browser: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      home: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`--port takes 0 to 65535, not "${values.port}".`);
  return {
    home: values.home ?? environment.LECTERN_HOME,
    port,
    isBrowserWanted: values.browser,
    isOpening: !values['no-open'],
    isHelpWanted: values.help,
  };
}
