import { cleanLibrary, emptyTrash } from '#core/library/clean-library.ts';
import { byteSizeOf } from './byte-size.ts';
import { flagOption, type RunCommand } from './command.ts';

export const run: RunCommand = async ({ core, progress, signal }, _parameters, options) => {
  const library = await core.library();
  if (flagOption(options, 'emptyTrash')) {
    const value = await emptyTrash(library);
    return { value, text: `Removed ${byteSizeOf(value.byteLength)} for good.` };
  }
  const value = await cleanLibrary(library, { signal, onProgress: progress.show });
  const files = value.moved.map(({ path, byteLength }) => `${path} (${byteSizeOf(byteLength)})`);
  const text =
    value.trash === null
      ? 'There is nothing to clean.'
      : `${files.join('\n')}\nMoved ${byteSizeOf(value.byteLength)} to ${value.trash}. \`lectern library clean --empty-trash\` removes it for good.`;
  return { value, text };
};
