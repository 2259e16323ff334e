import type { ErrorAnswer } from '#shared/errors.ts';

export const EXIT_DONE = 0;
export const EXIT_FAILED = 1;
export const EXIT_WRONG_INPUT = 2;
export const EXIT_CANCELLED = 130;

/** The contract of the command line: 2 for what the caller can mend by typing or writing something else, 1 for the rest. */
export function exitCodeOf(error: ErrorAnswer): number {
  if (error.code === 'cancelled') return EXIT_CANCELLED;
  if (error.code === 'invalid-input' || error.code === 'invalid-command') return EXIT_WRONG_INPUT;
  if (error.code === 'provider-error' && error.kind === 'validation') return EXIT_WRONG_INPUT;
  return EXIT_FAILED;
}
