import { AppError, type ErrorDetails } from '../errors.ts';

/** An edit that cannot be made, or that would leave an episode which is none. The message says what is wrong. */
export function invalidCommand(message: string, details: ErrorDetails = {}): AppError {
  return new AppError({ code: 'invalid-command', message, details });
}
