import { resolve } from 'node:path';
import { checkFile } from '#core/export/check-file.ts';
import { presetNamed } from '#core/export/presets.ts';
import { type RunCommand, textOption } from './command.ts';
import { EXIT_DONE, EXIT_FAILED } from './exit-codes.ts';
import { textTable } from './text-table.ts';

export const run: RunCommand = async ({ core, progress, signal, workingDirectory }, [file = ''], options) => {
  const preset = presetNamed(textOption(options, 'preset') ?? '');
  const value = await checkFile(resolve(workingDirectory, file), preset, {
    ffmpeg: await core.ffmpeg(),
    signal,
    onProgress: progress.show,
  });
  const failed = value.checks.filter((check) => !check.pass).length;
  const table = textTable(
    ['check', 'measured', 'limit', ''],
    value.checks.map((check) => [check.rule, String(check.value), String(check.limit), check.pass ? 'pass' : 'FAIL']),
  );
  const verdict = failed === 0 ? 'Every check passed.' : `${failed} of ${value.checks.length} checks failed.`;
  return { value, text: `${table}\n${verdict}`, exitCode: failed === 0 ? EXIT_DONE : EXIT_FAILED };
};
