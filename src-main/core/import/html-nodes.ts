import { type DefaultTreeAdapterTypes, parse } from 'parse5';

export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;
export type HtmlElementNode = DefaultTreeAdapterTypes.Element;

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;

/** `<title/>` and `<a id="x"/>` are empty in XHTML; a reader of HTML would take all that follows for their contents. */
function openEmptyElements(source: string): string {
  return source.replace(/<([A-Za-z][\w:-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)\/>/g, (tag, name: string, rest: string) =>
    VOID.test(name) ? tag : `<${name}${rest}></${name}>`,
  );
}

/** A page as its tree, with the lines of its elements. Never fails: what is not well-formed is read as browsers do. */
export function parseXhtml(source: string): DefaultTreeAdapterTypes.Document {
  return parse(openEmptyElements(source), { sourceCodeLocationInfo: true });
}

export function isElement(node: HtmlNode): node is HtmlElementNode {
  return 'tagName' in node;
}

/** By its name with its prefix, as in `epub:type`. */
export function attributeOf(element: HtmlElementNode, name: string): string | undefined {
  return element.attrs.find(({ prefix, name: local }) => (prefix ? `${prefix}:${local}` : local) === name)?.value;
}

/**
 * All nodes below, in order, with how many elements of a name are around each. Without recursion: a page may be nested
 * deeper than the stack.
 */
export function* nodesBelow(
  root: { readonly childNodes: readonly HtmlNode[] },
  counted = '',
): Generator<{ readonly node: HtmlNode; readonly depth: number }> {
  const stack = root.childNodes.map((node) => ({ node, depth: 0 })).reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next;
    if (!isElement(next.node)) continue;
    const depth = next.depth + (next.node.tagName === counted ? 1 : 0);
    for (const child of next.node.childNodes.toReversed()) stack.push({ node: child, depth });
  }
}

export function textOf(element: HtmlElementNode): string {
  let text = '';
  for (const { node } of nodesBelow(element)) {
    if (node.nodeName === '#text') text += (node as DefaultTreeAdapterTypes.TextNode).value;
  }
  return text.replace(/\s+/gu, ' ').trim();
}
