/** Speakers in a text without a cast: names before a colon that come again. */

/** What stands before colons in prose, recurring or not. */
const NOT_NAMES = new Set(
  'note notes nb warning caution tip hint example ps p.s. re to from cc date time subject chapter part act scene figure table source sources see also summary question answer'.split(
    ' ',
  ),
);

const CANDIDATE = /^([^:：()（）\n]{1,40}?)[ \t]*(?:[(（][^()（）\n]{0,200}[)）])?[ \t]*([:：])(?=(.?))/u;
/** One to four words with capitals, as in `Dr. van Helsing`. */
const CAPITALISED =
  /^\p{Lu}[\p{L}\p{M}\p{N}.'’-]*(?: (?:\p{Lu}[\p{L}\p{M}\p{N}.'’-]*|de|del|der|di|du|la|le|of|the|van|von|\p{N}+)){0,3}$/u;
/** A few signs of a script without case. */
const UNCASED = /^[\p{Lo}\p{N}·・]{1,8}$/u;

/** Less of the lines with names than this is prose with colons in it. */
const LEAST_SHARE = 0.1;

/**
 * Names that begin at least two of the lines as `Name: …` or `Name (direction): …`, in a text where names begin a fair
 * share of all lines. Names wholly in upper case count anyway where labels are read.
 */
export function findRecurringNames(lines: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const name = nameBefore(line);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const recurring = [...counts].filter(([, count]) => count > 1);
  const total = recurring.reduce((sum, [, count]) => sum + count, 0);
  return total < LEAST_SHARE * lines.length ? [] : recurring.map(([name]) => name);
}

function nameBefore(line: string): string | null {
  const match = CANDIDATE.exec(line);
  const [, name, colon, next] = match ?? [];
  if (name === undefined) return null;
  const isLabel = colon === '：' || next === '' || /[ \t]/.test(next ?? '');
  const isName = CAPITALISED.test(name) ? !NOT_NAMES.has(name.toLowerCase()) : UNCASED.test(name);
  return isLabel && isName ? name : null;
}
