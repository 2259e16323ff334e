import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './callout.module.css';

export interface CalloutProps {
  readonly tone: 'info' | 'ready' | 'failed';
  readonly title: string;
  readonly children?: ReactNode;
}

const ICONS = { info: Info, ready: CircleCheck, failed: CircleAlert };

/** What came of something, beside what it came of. A failure is read out at once. */
export function Callout({ tone, title, children }: CalloutProps) {
  const Icon = ICONS[tone];
  return (
    <div className={`${styles.callout} ${styles[tone]}`} role={tone === 'failed' ? 'alert' : 'status'}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {children}
      </div>
    </div>
  );
}
