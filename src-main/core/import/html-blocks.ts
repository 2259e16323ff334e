/** The spoken blocks of an HTML page: headings, paragraphs, breaks. For chapters of EPUB and what mammoth makes of DOCX. */
import type { DefaultTreeAdapterTypes } from 'parse5';
import { attributeOf, type HtmlElementNode, type HtmlNode, isElement, parseXhtml } from './html-nodes.ts';

export type HtmlBlock = { readonly line: number } & (
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly className: string }
  | { readonly kind: 'break' }
  /** A place in the page that something may point at. */
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'dropped'; readonly what: string }
);

export interface HtmlOptions {
  /** Why an element and all in it are left out (said as what was dropped); null to read it. */
  readonly skip?: (element: HtmlElement) => string | null;
}

export interface HtmlElement {
  readonly name: string;
  attribute(name: string): string | undefined;
}

const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html li main nav ol p pre section summary ul'.split(
    ' ',
  ),
);
/** Nobody hears these and nobody misses them. */
const SILENT = new Set('head link meta noscript rp rt rtc script style template title'.split(' '));
const DROPPED: Readonly<Record<string, string>> = {
  audio: 'audio',
  canvas: 'a drawing',
  iframe: 'an embedded page',
  img: 'a picture',
  image: 'a picture',
  math: 'a formula',
  object: 'an embedded object',
  picture: 'a picture',
  svg: 'a drawing',
  table: 'a table',
  video: 'a video',
};
/** Deeper pages are not books. */
const MAX_DEPTH = 500;

export function readHtmlBlocks(source: string, options: HtmlOptions = {}): readonly HtmlBlock[] {
  const tree = parseXhtml(source);
  const walk = new HtmlWalk(options);
  walk.walkAll(tree.childNodes, 0);
  walk.closeParagraph();
  return walk.blocks;
}

class HtmlWalk {
  readonly blocks: HtmlBlock[] = [];
  readonly #options: HtmlOptions;
  #text = '';
  #line = 1;
  #className = '';
  #headingLevel: number | null = null;

  constructor(options: HtmlOptions) {
    this.#options = options;
  }

  walkAll(nodes: readonly HtmlNode[], depth: number): void {
    for (const node of nodes) this.#walk(node, depth);
  }

  closeParagraph(): void {
    const lines = this.#text.split('\n').map((line) => line.replace(/[ \t]+/g, ' ').trim());
    this.#text = '';
    // Two line ends in a row are how some books part paragraphs.
    for (const paragraph of lines.join('\n').split(/\n{2,}/)) this.#closeOne(paragraph.trim());
  }

  #closeOne(text: string): void {
    if (text === '') return;
    const line = this.#line;
    if (this.#headingLevel === null) this.blocks.push({ kind: 'paragraph', line, text, className: this.#className });
    else this.blocks.push({ kind: 'heading', line, level: this.#headingLevel, text: text.replaceAll('\n', ' ') });
  }

  #walk(node: HtmlNode, depth: number): void {
    if (node.nodeName === '#text') {
      const text = node as DefaultTreeAdapterTypes.TextNode;
      if (this.#text.trim() === '') this.#line = text.sourceCodeLocation?.startLine ?? this.#line;
      // Line ends of the source are blanks; only <br> makes one.
      this.#text += text.value.replace(/[\t\r\n\f ]+/g, ' ');
    } else if (isElement(node)) this.#walkElement(node, depth);
  }

  #walkElement(element: HtmlElementNode, depth: number): void {
    const name = element.tagName;
    const line = element.sourceCodeLocation?.startLine ?? this.#line;
    if (SILENT.has(name)) return;
    const id = attributeOf(element, 'id');
    if (id !== undefined) {
      if (this.#text.trim() === '') this.blocks.push({ kind: 'id', line, id });
    }
    const reason = depth > MAX_DEPTH ? 'what is nested too deep' : (DROPPED[name] ?? this.#skipReason(element));
    if (reason !== null) {
      if (reason !== '') this.blocks.push({ kind: 'dropped', line, what: reason });
      return;
    }
    if (name === 'br') this.#text += '\n';
    else if (name === 'hr') {
      this.closeParagraph();
      this.blocks.push({ kind: 'break', line });
    } else if (name === 'q') {
      this.#text += '“';
      this.walkAll(element.childNodes, depth + 1);
      this.#text += '”';
    } else if (BLOCKS.has(name)) this.#walkBlock(element, depth);
    else this.walkAll(element.childNodes, depth + 1);
  }

  #walkBlock(element: HtmlElementNode, depth: number): void {
    this.closeParagraph();
    const outer = { className: this.#className, level: this.#headingLevel };
    const level = /^h([1-6])$/.exec(element.tagName)?.[1];
    this.#className = attributeOf(element, 'class') ?? '';
    if (level) this.#headingLevel = Number(level);
    this.walkAll(element.childNodes, depth + 1);
    this.closeParagraph();
    this.#className = outer.className;
    this.#headingLevel = outer.level;
  }

  #skipReason(element: HtmlElementNode): string | null {
    if (attributeOf(element, 'hidden') !== undefined) return 'hidden text';
    return this.#options.skip?.({ name: element.tagName, attribute: (name) => attributeOf(element, name) }) ?? null;
  }
}
