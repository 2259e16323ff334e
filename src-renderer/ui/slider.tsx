import { Slider as Base } from '@base-ui/react/slider';
import fieldStyles from './field.module.css';
import styles from './slider.module.css';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
  readonly onCommit?: ((value: number) => void) | undefined;
  /** How the value reads, with its unit. */
  readonly format?: (value: number) => string;
  readonly isLabelHidden?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
}

export function Slider({
  label,
  value,
  min,
  max,
  step = 1,
  onChange,
  onCommit,
  format = String,
  isLabelHidden = false,
  isDisabled = false,
}: SliderProps) {
  return (
    <Base.Root
      className={styles.slider}
      value={value}
      min={min}
      max={max}
      step={step}
      disabled={isDisabled}
      onValueChange={(next) => onChange(next)}
      onValueCommitted={(next) => onCommit?.(next)}
    >
      <span className={isLabelHidden ? 'spoken' : styles.head}>
        <Base.Label className={fieldStyles.label}>{label}</Base.Label>
        <span className={styles.value}>{format(value)}</span>
      </span>
      <Base.Control className={styles.control}>
        <Base.Track className={styles.track}>
          <Base.Indicator className={styles.indicator} />
          <Base.Thumb className={styles.thumb} getAriaValueText={(_, current) => format(current)} />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
