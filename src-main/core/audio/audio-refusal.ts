import { AppError } from '#shared/errors.ts';

/** The file is whole and cannot be used: `reason` completes "NAME cannot be used: …". */
export function unsupportedAudio(name: string, reason: string, advice: string, cause?: unknown): AppError {
  return new AppError({
    code: 'unsupported-audio',
    message: `${name} cannot be used: ${reason}. ${advice}`,
    details: { name },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The file is a part of one: `evidence` completes "NAME is cut short or damaged: …". */
export function truncatedAudio(name: string, evidence: string, cause?: unknown): AppError {
  return new AppError({
    code: 'truncated-audio',
    message: `${name} is cut short or damaged: ${evidence}. Copy, download or export it again.`,
    details: { name },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Containers round their lengths, and a decoder may drop an incomplete last frame. */
const SLACK_MS = 50;

export interface DeclaredLength {
  readonly durationMs: number;
  /** A count of samples or frames; false: a time the container states, which is allowed to be off by a hundredth. */
  readonly isExact: boolean;
  /** Length of a frame of the codec, the smallest thing that can be missing; 0 where there are none. */
  readonly frameMs?: number;
}

/**
 * Compares what came out with what the file says it holds. More is fine (appended files, padding); less is not: more
 * than 50 ms (or a frame, where frames are longer) missing, or 1 % where the length is only stated as a time.
 */
export function refuseShortfall(name: string, declared: DeclaredLength, decodedMs: number): void {
  const missingMs = declared.durationMs - decodedMs;
  const slackMs = Math.max(SLACK_MS, declared.frameMs ?? 0, declared.isExact ? 0 : declared.durationMs / 100);
  if (missingMs <= slackMs) return;
  throw truncatedAudio(
    name,
    `it declares ${seconds(declared.durationMs)} of sound and holds ${seconds(Math.max(0, decodedMs))}`,
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
