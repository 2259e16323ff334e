import { Field as Base } from '@base-ui/react/field';
import type { KeyboardEvent, Ref } from 'react';
import fieldStyles from './field.module.css';
import { Field, type FieldProps } from './field.tsx';
import styles from './text-area.module.css';

export interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onCommit?: ((value: string) => void) | undefined;
  readonly placeholder?: string | undefined;
  /** Its height in lines; it grows with its text up to `maxRows`. */
  readonly rows?: number;
  readonly maxRows?: number;
  readonly isAutoFocused?: boolean | undefined;
  readonly maxLength?: number | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLTextAreaElement>) => void) | undefined;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

export function TextArea({
  value,
  onChange,
  onCommit,
  placeholder,
  rows = 3,
  maxRows = 12,
  isAutoFocused = false,
  maxLength,
  onKeyDown,
  ref,
  ...field
}: TextAreaProps) {
  return (
    <Field {...field}>
      <Base.Control
        render={
          <textarea
            ref={ref}
            rows={rows}
            maxLength={maxLength}
            style={{
              minHeight: `calc(${rows} * var(--line-body) + 10px)`,
              maxHeight: `calc(${maxRows} * var(--line-body) + 10px)`,
            }}
            onBlur={() => onCommit?.(value)}
            onKeyDown={onKeyDown}
          />
        }
        className={`${fieldStyles.control} ${styles.area}`}
        value={value}
        placeholder={placeholder}
        autoFocus={isAutoFocused}
        onValueChange={onChange}
      />
    </Field>
  );
}
