import { AppError } from '#shared/errors.ts';

/** A pipe that somebody left open and writes nothing to must not hang the command. */
const FIRST_BYTE_MS = 300;
const MAX_LENGTH = 10_000;

/**
 * The key that was piped in, or undefined when none was. A person is asked for it only when `isAsked`. Never taken from an
 * argument: those are seen by every program on the machine.
 */
export async function readKey(isAsked: boolean, ask: (text: string) => void): Promise<string | undefined> {
  const { stdin } = process;
  if (stdin.isTTY && !isAsked) return undefined;
  if (stdin.isTTY) ask('Key: ');
  let text = '';
  stdin.setEncoding('utf8');
  const timer = stdin.isTTY ? undefined : setTimeout(() => stdin.destroy(), FIRST_BYTE_MS);
  try {
    for await (const piece of stdin) {
      clearTimeout(timer);
      text += piece;
      if (text.length > MAX_LENGTH)
        throw new AppError({ code: 'invalid-input', message: 'This is too long for a key.' });
      if (stdin.isTTY && text.includes('\n')) break;
    }
  } catch (error) {
    if (error instanceof AppError || (error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE')
      throw error;
  } finally {
    clearTimeout(timer);
    stdin.destroy();
  }
  const key = text.trim();
  return key === '' ? undefined : key;
}
