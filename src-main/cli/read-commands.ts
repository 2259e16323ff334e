import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { storageError } from '#core/library/storage-error.ts';
import { type Command, parseCommand } from '#shared/document/commands.ts';
import { AppError } from '#shared/errors.ts';

/**
 * The edit commands of a JSON file: a list, as src-shared/document/commands.ts describes them. Throws AppError
 * `file-unreadable`, `invalid-input` for what is no list in JSON (with the place), and `invalid-command` that names the
 * file, the command and the field.
 */
export async function readCommands(path: string): Promise<readonly Command[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw storageError(error, path, 'read');
  });
  const name = basename(path);
  const values = listOf(text, name);
  return values.map((value, index) => {
    try {
      return parseCommand(value);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw new AppError({
        code: error.code,
        message: `${name}, command ${index + 1} of ${values.length}: ${error.message}`,
        details: { ...error.details, file: path, commandIndex: index },
        cause: error,
      });
    }
  });
}

function listOf(text: string, name: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError({ code: 'invalid-input', message: `${name} is not JSON: ${reason}.`, cause: error });
  }
  if (Array.isArray(value)) return value;
  throw new AppError({
    code: 'invalid-input',
    message: `${name} must hold a list of commands, such as [{"type":"line.setText","id":"…","text":"…"}].`,
  });
}
