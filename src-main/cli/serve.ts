import { join } from 'node:path';
import { openStudio } from '#core/studio/open-studio.ts';
import { openInBrowser } from '../web/open-in-browser.ts';
import { startWebHost } from '../web/start-web-host.ts';
import { flagOption, numberOption, type RunCommand } from './command.ts';

const RENDERER = join(import.meta.dirname, '..', '..', 'out', 'renderer');

export const run: RunCommand = async ({ core, answer, untilCancelled }, _parameters, options) => {
  const port = numberOption(options, 'port', { min: 0, max: 65_535, isInteger: true }) ?? 0;
  const studio = await openStudio(core);
  const host = await startWebHost({ studio, port, rendererDir: RENDERER });
  try {
    answer({ value: { url: host.url }, text: host.url });
    if (flagOption(options, 'open')) await openInBrowser(host.url);
    await untilCancelled();
  } finally {
    await host.close();
    await studio.close();
  }
  return { value: { url: host.url }, text: '', isAnswered: true };
};
