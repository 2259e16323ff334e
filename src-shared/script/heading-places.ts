/** Finding a heading by its text, as `until="Chapter 2"` does. */

export interface HeadingPlace {
  readonly text: string;
  readonly blockIndex: number;
}

const fold = (text: string): string => text.replace(/\s+/gu, ' ').trim().toLowerCase();

/**
 * The first heading at or after `fromIndex` with that text; else one that differs in case and blanks only; else one that
 * begins with it and goes on with punctuation, so that "Chapter 2" finds "Chapter 2: The crossing" and not "Chapter 20".
 */
export function findHeading(
  headings: readonly HeadingPlace[],
  text: string,
  fromIndex: number,
): HeadingPlace | undefined {
  const wanted = fold(text);
  const later = headings.filter((heading) => heading.blockIndex >= fromIndex);
  return (
    later.find((heading) => heading.text === text) ??
    later.find((heading) => fold(heading.text) === wanted) ??
    (wanted === '' ? undefined : later.find((heading) => beginsWith(fold(heading.text), wanted)))
  );
}

function beginsWith(text: string, beginning: string): boolean {
  return text.startsWith(beginning) && /^[^\p{L}\p{N}]/u.test(text.slice(beginning.length));
}
