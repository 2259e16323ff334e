import { AppError } from '#shared/errors.ts';
import { type InlineToken, tokenizeInline } from '#shared/script/inline.ts';

/** A text that holds a wrong pause tag is shown as it is written; refusing it is the business of whoever speaks it. */
export function readableTokens(text: string): readonly InlineToken[] {
  try {
    return tokenizeInline(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ kind: 'text', text, start: 0, end: text.length }];
  }
}
