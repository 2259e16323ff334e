/** Tables of contents: nav.xhtml of EPUB 3 and toc.ncx of EPUB 2. */
import { resolvePath } from './epub-path.ts';
import { attributeOf, isElement, nodesBelow, parseXhtml, textOf } from './html-nodes.ts';
import type { XmlElement } from './xml-elements.ts';

export interface TocEntry {
  readonly path: string;
  /** null: the start of the file. */
  readonly fragment: string | null;
  readonly title: string;
  /** From 1. */
  readonly level: number;
  /** Of a landmark. */
  readonly type: string;
}

export function readNavigation(
  source: string,
  navPath: string,
): { readonly toc: readonly TocEntry[]; readonly landmarks: readonly TocEntry[] } {
  const tree = parseXhtml(source);
  const entriesOf = (type: string): readonly TocEntry[] => {
    for (const { node } of nodesBelow(tree)) {
      const isWanted =
        isElement(node) && node.tagName === 'nav' && (attributeOf(node, 'epub:type') ?? '').split(/\s+/).includes(type);
      if (isWanted) return entriesIn(node, navPath);
    }
    return [];
  };
  return { toc: entriesOf('toc'), landmarks: entriesOf('landmarks') };
}

/** Links, with the lists around them for their level. */
function entriesIn(nav: Parameters<typeof textOf>[0], navPath: string): readonly TocEntry[] {
  const entries: TocEntry[] = [];
  for (const { node, depth } of nodesBelow(nav, 'ol')) {
    if (!isElement(node) || node.tagName !== 'a') continue;
    const href = attributeOf(node, 'href');
    const title = textOf(node);
    if (href === undefined || title === '') continue;
    entries.push({
      ...resolvePath(navPath, href),
      title,
      level: Math.max(depth, 1),
      type: attributeOf(node, 'epub:type') ?? '',
    });
  }
  return entries;
}

export function readNcx(ncx: XmlElement, ncxPath: string): readonly TocEntry[] {
  const map = ncx.children.find((child) => child.name === 'navMap');
  return map ? pointsIn(map, ncxPath, 1) : [];
}

function pointsIn(element: XmlElement, ncxPath: string, level: number): readonly TocEntry[] {
  return element.children.flatMap((child): readonly TocEntry[] => {
    if (child.name !== 'navPoint') return [];
    const title = child.children
      .find(({ name }) => name === 'navLabel')
      ?.text.replace(/\s+/gu, ' ')
      .trim();
    const href = child.children.find(({ name }) => name === 'content')?.attributes.src;
    const own = title && href ? [{ ...resolvePath(ncxPath, href), title, level, type: '' }] : [];
    return [...own, ...pointsIn(child, ncxPath, level + 1)];
  });
}
