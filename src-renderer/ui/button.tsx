import type { LucideIcon } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, ReactNode, Ref } from 'react';
import styles from './button.module.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
  /** `primary`: the one thing to do next; `ghost`: without a frame until pointed at. */
  readonly variant?: 'primary' | 'plain' | 'danger' | 'ghost';
  readonly size?: 'medium' | 'small';
  readonly icon?: LucideIcon | undefined;
  readonly isDisabled?: boolean | undefined;
  /** It is working: it says so and cannot be pressed again. */
  readonly isBusy?: boolean | undefined;
  readonly isSubmit?: boolean;
  readonly description?: string | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLButtonElement>) => void) | undefined;
  readonly onBlur?: (() => void) | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({
  children,
  onClick,
  variant = 'plain',
  size = 'medium',
  icon: Icon,
  isDisabled = false,
  isBusy = false,
  isSubmit = false,
  description,
  onKeyDown,
  onBlur,
  ref,
}: ButtonProps) {
  return (
    <button
      ref={ref}
      type={isSubmit ? 'submit' : 'button'}
      className={`${styles.button} ${styles[variant]} ${size === 'small' ? styles.small : ''}`}
      disabled={isDisabled || isBusy}
      aria-busy={isBusy || undefined}
      title={description}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      {Icon && <Icon size={size === 'small' ? 14 : 16} strokeWidth={1.75} aria-hidden="true" />}
      <span className={styles.text}>{children}</span>
    </button>
  );
}
