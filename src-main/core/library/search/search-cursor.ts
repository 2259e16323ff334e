/** Where a page of results ended, as opaque text. */
import { AppError } from '#shared/errors.ts';

/** The last clip of a page; `score` where the order is by relevance. */
export interface SearchCursor {
  readonly number: number;
  readonly score?: number;
}

export function printCursor({ number, score }: SearchCursor): string {
  return Buffer.from(JSON.stringify(score === undefined ? [number] : [number, score])).toString('base64url');
}

/** Throws AppError `invalid-input` for text that no page answered, or a page in another order. */
export function parseCursor(text: string, isByScore: boolean): SearchCursor {
  const values = jsonOf(text);
  const isCursor = Array.isArray(values) && values.length === (isByScore ? 2 : 1) && values.every(Number.isFinite);
  if (!isCursor || !Number.isSafeInteger(values[0])) {
    throw new AppError({
      code: 'invalid-input',
      message: `"${text.slice(0, 60)}" is not where a page of this search ended. Pass the "next" of the page before, with the same query.`,
    });
  }
  return isByScore ? { number: values[0], score: values[1] } : { number: values[0] };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
