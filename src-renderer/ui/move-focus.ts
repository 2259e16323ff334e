import type { KeyboardEvent } from 'react';

/** For a toolbar: the left and right arrows go from one button to the next, and around. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  // In a field and on a slider the arrows have a meaning of their own.
  const isButton = event.target instanceof HTMLButtonElement;
  if (step === 0 || !isButton || event.defaultPrevented) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  if (at === -1) return;
  event.preventDefault();
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
