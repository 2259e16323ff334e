import type { Colour } from '../episode/colours.ts';

/** The tokens as a canvas wants them: values, read once for each theme. */
export class Palette {
  readonly #style: CSSStyleDeclaration;
  readonly #values = new Map<string, string>();

  constructor(element: Element) {
    this.#style = getComputedStyle(element);
  }

  get(colour: Colour): string {
    if (!colour.startsWith('--')) return colour;
    let value = this.#values.get(colour);
    if (value === undefined) {
      value = this.#style.getPropertyValue(colour).trim();
      this.#values.set(colour, value);
    }
    return value;
  }

  get font(): string {
    return `11px ${this.get('--font-ui')}`;
  }
}

const THEME_QUERIES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'];

/** Calls when the system's theme changes, until the returned function is called. */
export function watchTheme(onChange: () => void): () => void {
  const queries = THEME_QUERIES.map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', onChange);
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange);
  };
}
