/** Marks what was found in the words that can be seen, without touching them. */
const NAME = 'lectern-found';

/** null: nothing is marked any more. Pauses and sounds are drawn as tokens and not marked. */
export function paintMatches(list: HTMLElement, pattern: RegExp | null): void {
  if (!('highlights' in CSS)) return;
  if (!pattern) {
    CSS.highlights.delete(NAME);
    return;
  }
  const ranges: Range[] = [];
  for (const words of list.querySelectorAll('[data-words]')) {
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      for (const { index, 0: found } of node.data.matchAll(pattern)) {
        if (found === '') continue;
        const range = new Range();
        range.setStart(node, index);
        range.setEnd(node, index + found.length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set(NAME, new Highlight(...ranges));
}
