/**
 * Blanks are spaces and tabs: the ones Markdown trims. Not done with expressions such as `[ \t]+$`, whose time grows
 * with the square of a run of blanks, nor with `trim`, which takes no-break and ideographic spaces too.
 */

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}

export function trimBlanksStart(text: string): string {
  let start = 0;
  while (start < text.length && isBlank(text.charCodeAt(start))) start += 1;
  return start === 0 ? text : text.slice(start);
}

export function trimBlanksEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

export function trimBlanks(text: string): string {
  return trimBlanksEnd(trimBlanksStart(text));
}
