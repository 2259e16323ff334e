import { history, redo } from '#core/library/undo.ts';
import { editLabelText } from '#shared/messages/edit-label.ts';
import type { RunCommand } from './command.ts';
import { findEpisode } from './find-project.ts';

export const run: RunCommand = async ({ core }, [episode = '']) => {
  const library = await core.library();
  const { id } = findEpisode(library.db, episode);
  const { revision } = redo(library, id);
  const { entries, position } = history(library.db, id);
  const redone = entries.find((entry) => entry.position === position);
  return {
    value: { revision },
    text: `Redone: ${redone ? editLabelText(redone.label, 'en') : ''}\nRevision ${revision}.`,
  };
};
