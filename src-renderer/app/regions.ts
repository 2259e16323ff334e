/** The parts of the window that F6 goes through, in the order they stand in it. */
const SELECTOR = '[data-region]';

/** Moves the focus to the next or previous part, into what takes keys there. */
export function focusRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(SELECTOR)];
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  const from = current === -1 ? (direction === 1 ? -1 : 0) : current;
  const next = regions[(from + direction + regions.length) % regions.length];
  // What a part is for comes before the tools above it.
  const inside =
    next?.querySelector<HTMLElement>('[data-region-entry]') ??
    next?.querySelector<HTMLElement>(
      '[tabindex="0"], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select',
    );
  (inside ?? next)?.focus();
}
