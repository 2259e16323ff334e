/** Finding a heading by its text, as `until="Chapter 2"` does. */
import { likelyName } from './nearest-name.ts';

interface HeadingPlace {
  readonly text: string;
  readonly folded: string;
  readonly blockIndex: number;
}

const fold = (text: string): string => text.replace(/\s+/gu, ' ').trim().toLowerCase();

export class HeadingPlaces {
  /** In reading order. */
  readonly #places: HeadingPlace[] = [];

  add(text: string, blockIndex: number): void {
    this.#places.push({ text, folded: fold(text), blockIndex });
  }

  /**
   * The block of the first heading at or after `fromIndex` with that text; else of one that differs in case and blanks
   * only; else of one that begins with it and goes on with punctuation, so that "Chapter 2" finds "Chapter 2: The
   * crossing" and not "Chapter 20".
   */
  find(text: string, fromIndex: number): number | undefined {
    const wanted = fold(text);
    let folded: number | undefined;
    let beginning: number | undefined;
    for (const place of this.#places) {
      if (place.blockIndex < fromIndex) continue;
      if (place.text === text) return place.blockIndex;
      if (place.folded === wanted) folded ??= place.blockIndex;
      else if (wanted !== '' && beginsWith(place.folded, wanted)) beginning ??= place.blockIndex;
    }
    return folded ?? beginning;
  }

  /** A heading of which this is likely a slip of the pen. */
  likely(text: string): string | undefined {
    return likelyName(
      text,
      this.#places.map((place) => place.text),
    );
  }
}

function beginsWith(text: string, beginning: string): boolean {
  return text.startsWith(beginning) && /^[^\p{L}\p{N}]/u.test(text.slice(beginning.length, beginning.length + 2));
}
