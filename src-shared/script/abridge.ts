/** The beginning of a text on one line, for messages. */
export function abridge(text: string, maxLength = 40): string {
  const line = text.slice(0, 4 * maxLength).replace(/\s+/g, ' ');
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1)}…`;
}
