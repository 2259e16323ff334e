import { Switch as Base } from '@base-ui/react/switch';
import styles from './switch.module.css';

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly hint?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** Something that is on or off from this moment. In a form that is sent later, use `Checkbox`. */
export function Switch({ label, isOn, onChange, hint, isDisabled = false }: SwitchProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch is inside
    <label className={styles.row}>
      <span className={styles.text}>
        {label}
        {hint !== undefined && <span className={styles.hint}>{hint}</span>}
      </span>
      <Base.Root
        className={styles.track}
        checked={isOn}
        disabled={isDisabled}
        onCheckedChange={(next) => onChange(next)}
      >
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
    </label>
  );
}
