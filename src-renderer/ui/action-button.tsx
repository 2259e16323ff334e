import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { actionLabel } from '../actions/action-label.ts';
import { type ActionId, actionOf } from '../actions/action-table.ts';
import { keysOf } from '../actions/key-map.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { IconButton } from './icon-button.tsx';

interface ActionButtonProps {
  readonly action: ActionId;
  readonly icon: LucideIcon;
  /** Where it has another name now than the action's own: 'Pause'. */
  readonly label?: string;
  readonly isPrimary?: boolean;
  readonly size?: 'medium' | 'small';
  readonly isPressed?: boolean;
}

/** A button for an action of the table; its keys are in its tooltip. */
export function ActionButton({ action: id, icon, label, isPrimary = false, size, isPressed }: ActionButtonProps) {
  const { t } = useTranslation();
  const studio = useStudio();
  const action = actionOf(id);
  const isEnabled = useStudioState(() => action.isEnabled(studio));
  const keys = useStudioState((state) => keysOf(action, state.settings.keys)[0]);
  return (
    <IconButton
      icon={icon}
      label={label ?? actionLabel(t, id)}
      keys={keys}
      variant={isPrimary ? 'primary' : 'plain'}
      isDisabled={!isEnabled}
      isPressed={isPressed}
      {...(size ? { size } : {})}
      onClick={() => action.run(studio)}
    />
  );
}
