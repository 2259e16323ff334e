import { Field as Base } from '@base-ui/react/field';
import type { KeyboardEvent, Ref } from 'react';
import fieldStyles from './field.module.css';
import { Field, type FieldProps } from './field.tsx';

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter, or the focus leaves: what was typed is meant. */
  readonly onCommit?: ((value: string) => void) | undefined;
  readonly placeholder?: string | undefined;
  readonly kind?: 'text' | 'search' | 'password' | 'url';
  readonly isAutoFocused?: boolean | undefined;
  readonly isReadOnly?: boolean | undefined;
  readonly maxLength?: number | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLInputElement>) => void) | undefined;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField({
  value,
  onChange,
  onCommit,
  placeholder,
  kind = 'text',
  isAutoFocused = false,
  isReadOnly = false,
  maxLength,
  onKeyDown,
  ref,
  ...field
}: TextFieldProps) {
  return (
    <Field {...field}>
      <Base.Control
        ref={ref}
        className={fieldStyles.control}
        type={kind}
        value={value}
        placeholder={placeholder}
        readOnly={isReadOnly}
        maxLength={maxLength}
        // A key or an address is not prose, and no one's name is to be filled in.
        autoComplete="off"
        spellCheck={kind === 'text' ? undefined : false}
        autoFocus={isAutoFocused}
        onValueChange={onChange}
        onBlur={() => onCommit?.(value)}
        onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
          onKeyDown?.(event);
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) onCommit?.(value);
        }}
      />
    </Field>
  );
}
