/** The consent of somebody whose voice is copied. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import type { Consent } from '../library/kept-voices.ts';

const MAX_STATEMENT = 100_000;
const Written = z.object({ who: z.string().optional(), when: z.string().optional(), statement: z.string() });

/**
 * What a consent file says. JSON with `who`, `when` and `statement`; any other text is the statement itself; a recording
 * or a scan speaks for itself. Throws AppError `invalid-input` for an empty one.
 */
export function readConsent(
  bytes: Uint8Array,
  facts: { readonly fileName: string; readonly who: string; readonly nowMs: number },
): Consent {
  const text = textOf(bytes);
  const written = text === undefined ? undefined : writtenIn(text);
  if (bytes.length === 0 || text?.trim() === '' || written?.statement.trim() === '') {
    throw new AppError({
      code: 'invalid-input',
      message: `${facts.fileName} holds no consent: it is empty. Put in what the speaker agreed to, in their words.`,
      details: { file: facts.fileName },
    });
  }
  const whenMs = written?.when === undefined ? facts.nowMs : Date.parse(written.when);
  if (Number.isNaN(whenMs)) {
    throw new AppError({
      code: 'invalid-input',
      message: `${facts.fileName}: "when" is no date. Write it like 2026-05-31.`,
      details: { file: facts.fileName },
    });
  }
  return {
    who: (written?.who ?? facts.who).slice(0, 200),
    when: new Date(whenMs).toISOString(),
    statement: (written?.statement ?? text ?? '').trim().slice(0, MAX_STATEMENT),
    fileName: facts.fileName,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** undefined for what is no text: bytes that are no UTF-8, or have control characters as only other files do. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function writtenIn(text: string): z.infer<typeof Written> | undefined {
  try {
    const parsed = Written.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
