import { Field as Base } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import styles from './field.module.css';

export interface FieldProps {
  readonly label: string;
  /** The label is for assistive technology only: what stands around the field says it already. */
  readonly isLabelHidden?: boolean | undefined;
  readonly hint?: ReactNode;
  /** What is wrong with the value and what to do; shown instead of the hint. */
  readonly error?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** Label, control and what there is to say about it, tied together. */
export function Field({
  label,
  isLabelHidden = false,
  hint,
  error,
  isDisabled = false,
  children,
}: FieldProps & { readonly children: ReactNode }) {
  return (
    <Base.Root className={styles.field} invalid={error !== undefined} disabled={isDisabled}>
      <Base.Label className={isLabelHidden ? 'spoken' : styles.label}>{label}</Base.Label>
      {children}
      {error !== undefined ? (
        <Base.Error match className={styles.error}>
          {error}
        </Base.Error>
      ) : (
        hint !== undefined && <Base.Description className={styles.hint}>{hint}</Base.Description>
      )}
    </Base.Root>
  );
}
