import { resolve } from 'node:path';
import { castVoices } from '#core/episode/cast-voices.ts';
import { readScript } from '#core/episode/read-script.ts';
import { estimateSpeech } from '#core/synthesis/estimate.ts';
import { listOption, type RunCommand } from './command.ts';
import { textTable } from './text-table.ts';

export const run: RunCommand = async ({ core, signal, workingDirectory }, [script = ''], options) => {
  const read = await readScript({ path: resolve(workingDirectory, script) }, { newId: core.ports.newId, signal });
  const document = castVoices(read.document, listOption(options, 'voice'));
  const value = estimateSpeech(await core.library(), document, await core.voices(), await core.connections.costOf());
  const rows = value.byConnection.map((row) => [
    row.connection,
    row.model,
    row.requests,
    row.billedCharacters,
    row.cost === null ? 'unknown' : row.cost.toFixed(4),
    row.currency ?? '',
  ]);
  const table = textTable(['connection', 'model', 'requests', 'characters', 'cost', ''], rows);
  return { value, text: `${value.stale} of ${value.lines} lines need speaking.\n${rows.length > 0 ? table : ''}` };
};
