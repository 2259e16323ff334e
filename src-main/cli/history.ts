import { history } from '#core/library/undo.ts';
import { editLabelText } from '#shared/messages/edit-label.ts';
import type { RunCommand } from './command.ts';
import { findEpisode } from './find-project.ts';
import { textTable } from './text-table.ts';

export const run: RunCommand = async ({ core }, [episode = '']) => {
  const { db } = await core.library();
  const { revision, position, entries } = history(db, findEpisode(db, episode).id);
  const rows = entries.map((entry) => ({
    position: entry.position,
    label: editLabelText(entry.label, 'en'),
    createdAtMs: entry.createdAtMs,
    isUndone: entry.isUndone,
  }));
  return {
    value: { revision, position, entries: rows },
    text:
      rows.length === 0
        ? 'Nothing has been edited yet.'
        : textTable(
            ['entry', 'edit', 'made (UTC)', ''],
            rows.map((row) => [
              row.position,
              row.label,
              new Date(row.createdAtMs).toISOString().slice(0, 16).replace('T', ' '),
              row.isUndone ? 'undone' : row.position === position ? 'last' : '',
            ]),
          ),
  };
};
