import type { LucideIcon } from 'lucide-react';
import type { MouseEvent, Ref } from 'react';
import styles from './icon-button.module.css';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps {
  readonly icon: LucideIcon;
  /** The button's name, in full; also its tooltip. */
  readonly label: string;
  readonly onClick?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
  readonly variant?: 'plain' | 'primary' | 'danger';
  readonly size?: 'medium' | 'small';
  readonly isDisabled?: boolean | undefined;
  /** It is a switch, and this is how it stands. */
  readonly isPressed?: boolean | undefined;
  /** Shown in the tooltip: `Mod+K`. */
  readonly keys?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, keys, ...props }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <BareIconButton label={label} {...props} />
    </Tooltip>
  );
}

/** Without a tooltip, and taking what a menu or a popover gives to its trigger. */
export function BareIconButton({
  icon: Icon,
  label,
  variant = 'plain',
  size = 'medium',
  isDisabled = false,
  isPressed,
  ...props
}: Omit<IconButtonProps, 'keys'>) {
  return (
    <button
      {...props}
      type="button"
      className={`${styles.button} ${styles[variant]} ${size === 'small' ? styles.small : ''}`}
      aria-label={label}
      aria-pressed={isPressed}
      disabled={isDisabled}
    >
      <Icon size={size === 'small' ? 14 : 16} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}
