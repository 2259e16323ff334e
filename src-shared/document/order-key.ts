/**
 * Fractional index keys: text that sorts by code units, with room between any two for another. An insertion writes
 * one record however long the episode is.
 */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

const ORDER_KEY = /^[A-Za-z][0-9A-Za-z]+$/;

/** Whether the text is a key that further keys can be made beside. */
export function isOrderKey(text: string): boolean {
  if (!ORDER_KEY.test(text)) return false;
  try {
    generateKeyBetween(text, null);
    return true;
  } catch (error) {
    // The package says "invalid order key" by throwing a plain Error and has no other test.
    if (error instanceof Error) return false;
    throw error;
  }
}

/** A key after `before` and ahead of `after`; null is the open end. Throws a plain Error unless `before` < `after`. */
export function orderKeyBetween(before: string | null, after: string | null): string {
  checkBounds(before, after);
  return generateKeyBetween(before, after);
}

/** `count` ascending keys between the two, evenly spread so that they stay short. */
export function orderKeysBetween(before: string | null, after: string | null, count: number): string[] {
  checkBounds(before, after);
  return generateNKeysBetween(before, after, count);
}

/** The package swaps bounds that are the wrong way round; here that is a bug in the caller and must not be hidden. */
function checkBounds(before: string | null, after: string | null): void {
  if (before !== null && after !== null && before >= after) {
    throw new Error(`No order key lies between "${before}" and "${after}"`);
  }
}
