import { history, undo } from '#core/library/undo.ts';
import { editLabelText } from '#shared/messages/edit-label.ts';
import type { RunCommand } from './command.ts';
import { findEpisode } from './find-project.ts';

export const run: RunCommand = async ({ core }, [episode = '']) => {
  const library = await core.library();
  const { id } = findEpisode(library.db, episode);
  const { entries, position } = history(library.db, id);
  const { revision } = undo(library, id);
  const undone = entries.find((entry) => entry.position === position);
  return {
    value: { revision },
    text: `Undone: ${undone ? editLabelText(undone.label, 'en') : ''}\nRevision ${revision}.`,
  };
};
