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

  /** Surfaces are plain then, and lines carry what they say. */
  get isHighContrast(): boolean {
    return document.documentElement.dataset.contrast === 'more';
  }

  get font(): string {
    return `11px ${this.get('--font-ui')}`;
  }
}

const FORCED_COLOURS = '(forced-colors: active)';

/** Calls when the page's theme changes (its attributes, see app/appearance.ts), until the returned function is called. */
export function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-contrast'] });
  const query = matchMedia(FORCED_COLOURS);
  query.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    query.removeEventListener('change', onChange);
  };
}
