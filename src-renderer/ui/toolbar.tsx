import type { KeyboardEvent, ReactNode } from 'react';
import styles from './toolbar.module.css';

export interface ToolbarProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** Buttons that belong together; the left and right arrows go from one to the next. */
export function Toolbar({ label, children }: ToolbarProps) {
  return (
    <div role="toolbar" aria-label={label} className={styles.toolbar} onKeyDown={moveFocus}>
      {children}
    </div>
  );
}

/** For a toolbar that is laid out in its own way. */
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
