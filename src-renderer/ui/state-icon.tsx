import {
  Ban,
  Circle,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  RefreshCw,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LineStatus } from '#shared/contract/episodes.ts';
import styles from './state-icon.module.css';

/** Each has a shape of its own: nobody has to tell them by colour. */
const ICONS: Readonly<Record<LineStatus, LucideIcon>> = {
  silent: CircleDashed,
  missing: Circle,
  stale: RefreshCw,
  ready: CircleCheck,
  blocked: Ban,
  queued: Clock,
  generating: LoaderCircle,
  failed: CircleX,
  damaged: CircleAlert,
};

export interface StateIconProps {
  readonly status: LineStatus;
  /** Beside the icon, not only for assistive technology. */
  readonly hasWord?: boolean;
}

/** How a line stands, as an icon and a word. */
export function StateIcon({ status, hasWord = false }: StateIconProps) {
  const { t } = useTranslation();
  const Icon = ICONS[status];
  const word = t(`ui.lineStates.${status}`);
  return (
    <span className={`${styles.state} ${styles[status]}`} title={hasWord ? undefined : word}>
      <Icon size={14} strokeWidth={2} aria-hidden="true" />
      <span className={hasWord ? undefined : 'spoken'}>{word}</span>
    </span>
  );
}
