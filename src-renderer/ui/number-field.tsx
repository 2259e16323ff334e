import { NumberField as Base } from '@base-ui/react/number-field';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import fieldStyles from './field.module.css';
import styles from './number-field.module.css';

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number | null;
  /** While it changes: typed, stepped or dragged. */
  readonly onChange: (value: number | null) => void;
  /** When the change is meant: Enter, the focus leaves, a drag ends, a step. */
  readonly onCommit?: ((value: number | null) => void) | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Arrow keys and dragging; with Alt a tenth of it, with Shift ten times. */
  readonly step?: number;
  /** Decimal places shown. */
  readonly digits?: number;
  /** 'dB', 's' … behind the number. */
  readonly unit?: string | undefined;
  readonly isLabelHidden?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly hint?: string | undefined;
}

/** A number to type, to step with the arrow keys, or to drag by its label. */
export function NumberField({
  label,
  value,
  onChange,
  onCommit,
  min,
  max,
  step = 1,
  digits = 0,
  unit,
  isLabelHidden = false,
  isDisabled = false,
  hint,
}: NumberFieldProps) {
  const id = useId();
  const { i18n } = useTranslation();
  return (
    <Base.Root
      id={id}
      className={fieldStyles.field}
      value={value}
      min={min}
      max={max}
      step={step}
      smallStep={step / 10}
      largeStep={step * 10}
      locale={i18n.language}
      format={{ minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }}
      disabled={isDisabled}
      onValueChange={(next) => onChange(next)}
      onValueCommitted={(next) => onCommit?.(next)}
    >
      <Base.ScrubArea className={isLabelHidden ? 'spoken' : styles.scrub}>
        <label htmlFor={id} className={`${fieldStyles.label} ${styles.label}`}>
          {label}
        </label>
      </Base.ScrubArea>
      <span className={styles.box}>
        <Base.Input
          className={`${fieldStyles.control} ${styles.input}`}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        />
        {unit !== undefined && (
          <span className={styles.unit} aria-hidden="true">
            {unit}
          </span>
        )}
      </span>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={fieldStyles.hint}>
          {hint}
        </p>
      )}
    </Base.Root>
  );
}
