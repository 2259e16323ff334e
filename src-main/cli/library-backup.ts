import { backUp } from '#core/library/back-up.ts';
import { type Backup, listBackups } from '#core/library/backups.ts';
import { foldersOf } from '#core/library/library.ts';
import { byteSizeOf } from './byte-size.ts';
import { flagOption, type RunCommand } from './command.ts';
import { textTable } from './text-table.ts';

export const run: RunCommand = async ({ core, progress, signal }, _parameters, options) => {
  if (flagOption(options, 'list')) {
    // Of a library that cannot be opened, too.
    const backups = await listBackups(foldersOf(core.home).backups);
    return { value: { backups }, text: backups.length === 0 ? 'No backups yet.' : tableOf(backups) };
  }
  const backup = await backUp(await core.library(), { signal, onProgress: progress.show });
  return { value: backup, text: backup.path };
};

function tableOf(backups: readonly Backup[]): string {
  return textTable(
    ['backup', 'made', 'size'],
    backups.map(({ name, createdAtMs, byteLength }) => [
      name,
      new Date(createdAtMs).toISOString(),
      byteSizeOf(byteLength),
    ]),
  );
}
