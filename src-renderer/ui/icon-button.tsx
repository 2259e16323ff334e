import type { LucideIcon } from 'lucide-react';
import { ACTION_BY_ID, type ActionId } from '../actions/action-table.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import styles from './icon-button.module.css';

interface IconButtonProps {
  readonly action: ActionId;
  readonly icon: LucideIcon;
  /** The button's name, in full. */
  readonly label: string;
  readonly isPrimary?: boolean;
}

/** A button for an action of the table; its keys are in its tooltip. */
export function IconButton({ action: id, icon: Icon, label, isPrimary = false }: IconButtonProps) {
  const studio = useStudio();
  const action = ACTION_BY_ID.get(id);
  const isEnabled = useStudioState(() => action?.isEnabled(studio) ?? false);
  const key = action?.keys[0]?.replace('Mod+', 'Ctrl+');
  return (
    <button
      type="button"
      className={isPrimary ? styles.primary : styles.button}
      aria-label={label}
      title={key ? `${label} (${key})` : label}
      disabled={!isEnabled}
      onClick={() => action?.run(studio)}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}
