import { SaxesParser } from 'saxes';

/** An element with the names as written but for their prefix: `dc:title` is `title`. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Of the element itself and all in it. */
  readonly text: string;
}

const MAX_DEPTH = 200;

/**
 * The root of a small XML file (an EPUB's packaging). Throws a plain Error with line and column for what is not
 * well-formed. Entities that a document type declares are not known to it.
 */
export function parseXml(source: string): XmlElement {
  const parser = new SaxesParser({ position: true });
  const root = new OpenElement('', {});
  const stack = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (stack.length > MAX_DEPTH) throw new Error(`${parser.line}:${parser.column}: elements are nested too deep.`);
    const plain = Object.entries(attributes as Record<string, string>).map(([key, value]) => [localName(key), value]);
    const element = new OpenElement(localName(name), Object.fromEntries(plain));
    stack.at(-1)?.children.push(element);
    stack.push(element);
  });
  parser.on('text', (text) => {
    for (const element of stack) element.text += text;
  });
  parser.on('closetag', () => {
    stack.pop();
  });
  parser.write(source).close();
  const [element] = root.children;
  if (!element) throw new Error('there is no element in it.');
  return element;
}

class OpenElement implements XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[] = [];
  text = '';

  constructor(name: string, attributes: Readonly<Record<string, string>>) {
    this.name = name;
    this.attributes = attributes;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** All elements of that name, at any depth, in order. */
export function elementsNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elementsNamed(child, name)]);
}
