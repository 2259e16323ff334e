/** For "did you mean": only the beginning of a long name is compared. */
const COMPARED_LENGTH = 80;

/**
 * Edits (insert, remove, replace one unit, swap two neighbours) that turn one text into the other: the "optimal string
 * alignment" distance of Damerau and Levenshtein, row by row.
 */
function editDistance(a: string, b: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isEqual = a[row - 1] === b[column - 1];
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          (previous[column - 1] as number) + (isEqual ? 0 : 1),
          (previous[column] as number) + 1,
          (current[column - 1] as number) + 1,
          isSwapped ? (beforePrevious[column - 2] as number) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] as number;
}

/** The candidate most like `name`, case aside; undefined when there are none. Of equals the first. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.slice(0, COMPARED_LENGTH).toLowerCase();
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.slice(0, COMPARED_LENGTH).toLowerCase());
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** As {@link nearestName}, but only where it is likely a slip of the pen: a third of the letters or fewer differ. */
export function likelyName(name: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestName(name, candidates);
  if (nearest === undefined) return undefined;
  const allowed = Math.max(1, Math.floor(name.length / 3));
  return editDistance(name.toLowerCase(), nearest.toLowerCase()) <= allowed ? nearest : undefined;
}
