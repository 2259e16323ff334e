/** Where a caret is on the screen, and which place in a text a point is. */

/** The offset in a row's words that a click at a point means; null: it was not on them. */
export function offsetAtPoint(row: Element, x: number, y: number): number | null {
  const words = row.querySelector('[data-words]');
  const position = document.caretPositionFromPoint(x, y);
  if (!words || !position || !words.contains(position.offsetNode)) return null;
  const node = position.offsetNode;
  const token = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>('[data-start]');
  // Headings and notes are one text.
  if (!token) return node instanceof Text ? position.offset : null;
  const start = Number(token.dataset.start);
  if (token.dataset.end === undefined) return start + position.offset;
  const { left, width } = token.getBoundingClientRect();
  return x < left + width / 2 ? start : Number(token.dataset.end);
}

/** Whether the caret of a field is in the first and in the last of the rows its text is broken into. */
export function caretRow(mirror: HTMLElement, offset: number): { readonly isFirst: boolean; readonly isLast: boolean } {
  const top = topAt(mirror, offset);
  return { isFirst: top <= topAt(mirror, 0) + 1, isLast: top >= topAt(mirror, Number.POSITIVE_INFINITY) - 1 };
}

function topAt(mirror: HTMLElement, offset: number): number {
  const walker = document.createTreeWalker(mirror, NodeFilter.SHOW_TEXT);
  let left = offset;
  let last: Text | null = null;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    last = node;
    if (left < node.length) break;
    left -= node.length;
  }
  if (!last) return 0;
  const range = document.createRange();
  const at = Math.min(Math.max(0, left), Math.max(0, last.length - 1));
  range.setStart(last, at);
  range.setEnd(last, Math.min(last.length, at + 1));
  return range.getBoundingClientRect().top;
}
