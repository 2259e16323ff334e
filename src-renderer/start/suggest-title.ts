const MOST_LETTERS = 60;

/** What a pasted script is called until somebody says otherwise: its title, its first heading, or its first words. */
export function suggestTitle(text: string): string {
  const named =
    /^---\n(?:.*\n)*?title:\s*["“]?(.+?)["”]?\s*\n(?:.*\n)*?---/m.exec(text)?.[1] ??
    /^Title:\s*(.+)$/im.exec(text)?.[1];
  const heading = /^#{1,6}\s+(.+?)\s*#*$/m.exec(text)?.[1];
  const first = text
    .split('\n')
    .map((line) => line.replace(/^[^\s:：]{1,40}[:：]\s*/, '').trim())
    .find((line) => /[\p{L}\p{N}]/u.test(line));
  const words = (named ?? heading ?? first ?? '').trim();
  const letters = Array.from(words);
  return letters.length <= MOST_LETTERS
    ? words
    : `${letters
        .slice(0, MOST_LETTERS - 1)
        .join('')
        .trimEnd()}…`;
}
