import type { LineStateValue } from '#shared/contract/episodes.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import styles from './line-state.module.css';

interface LineStateProps {
  readonly state: LineStateValue | undefined;
  /** Until the core has said how the line stands. */
  readonly hasTake: boolean;
}

/** How a line stands. What needs nobody's attention is an icon; everything else says so in words. */
export function LineState({ state, hasTake }: LineStateProps) {
  const status = state?.status ?? (hasTake ? 'ready' : 'missing');
  const isQuiet = status === 'ready' || status === 'silent';
  return (
    <span className={styles.state}>
      <StateIcon status={status} hasWord={!isQuiet} />
    </span>
  );
}
