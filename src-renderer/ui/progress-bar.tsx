import { Progress as Base } from '@base-ui/react/progress';
import styles from './progress-bar.module.css';

export interface ProgressBarProps {
  /** What is going on. */
  readonly label: string;
  readonly done: number;
  /** 0: unknown. */
  readonly total: number;
  /** '3 of 12', '2 minutes left': under the bar, and read out. */
  readonly detail?: string | undefined;
  readonly isLabelHidden?: boolean | undefined;
}

export function ProgressBar({ label, done, total, detail, isLabelHidden = false }: ProgressBarProps) {
  return (
    <Base.Root
      className={styles.progress}
      value={total > 0 ? Math.min(done, total) : null}
      max={total > 0 ? total : 100}
      getAriaValueText={(formatted) => detail ?? formatted ?? ''}
    >
      <Base.Label className={isLabelHidden ? 'spoken' : styles.label}>{label}</Base.Label>
      {detail !== undefined && !isLabelHidden && <span className={styles.detail}>{detail}</span>}
      <Base.Track className={styles.track}>
        <Base.Indicator className={styles.indicator} />
      </Base.Track>
    </Base.Root>
  );
}
