import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

export interface EmptyStateProps {
  readonly title: string;
  /** Why there is nothing, or what could be here. */
  readonly text?: ReactNode;
  readonly icon?: LucideIcon | undefined;
  /** What to do next. */
  readonly actions?: ReactNode;
}

export function EmptyState({ title, text, icon: Icon, actions }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {Icon && <Icon size={24} strokeWidth={1.5} aria-hidden="true" />}
      <p className={styles.title}>{title}</p>
      {text !== undefined && <p className={styles.text}>{text}</p>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
