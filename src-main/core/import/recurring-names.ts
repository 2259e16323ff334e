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

/**
 * Names that begin at least two of the lines as `Name: …` or `Name (direction): …`. Once is not enough, because prose
 * has colons too; names wholly in upper case count anyway where labels are read.
 */
export function findRecurringNames(lines: Iterable<string>): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const match = CANDIDATE.exec(line);
    const name = match?.[1];
    if (name === undefined) continue;
    const isLabel = match?.[2] === '：' || match?.[3] === '' || /[ \t]/.test(match?.[3] ?? '');
    const isName = CAPITALISED.test(name) ? !NOT_NAMES.has(name.toLowerCase()) : UNCASED.test(name);
    if (isLabel && isName) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([name]) => name);
}
