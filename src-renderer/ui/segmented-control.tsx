import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { LucideIcon } from 'lucide-react';
import styles from './segmented-control.module.css';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
}

export interface SegmentedControlProps<Value extends string> {
  /** What is chosen, for assistive technology. */
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean | undefined;
}

/** One of two to five, all in sight. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  segments,
  onChange,
  isDisabled = false,
}: SegmentedControlProps<Value>) {
  return (
    <ToggleGroup
      className={styles.group}
      aria-label={label}
      value={[value]}
      disabled={isDisabled}
      onValueChange={([next]) => {
        // Pressing the chosen one again would leave none.
        if (next !== undefined) onChange(next);
      }}
    >
      {segments.map(({ value: own, label: text, icon: Icon }) => (
        <Toggle key={own} value={own} className={styles.segment}>
          {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden="true" />}
          {text}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
