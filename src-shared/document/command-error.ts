import type { z } from 'zod';
import { AppError, type ErrorDetails } from '../errors.ts';

/** An edit that cannot be made, or that would leave an episode which is none. The message says what is wrong. */
export function invalidCommand(message: string, details: ErrorDetails = {}): AppError {
  return new AppError({ code: 'invalid-command', message, details });
}

/** The first thing a schema found wrong, with the name of the field: `gainDb: Invalid input …`. */
export function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'it does not have the right form';
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}
