import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import fieldStyles from './field.module.css';
import popup from './popup.module.css';
import styles from './select.module.css';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** In smaller letters behind it. */
  readonly detail?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string | undefined;
  readonly isLabelHidden?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly hint?: string | undefined;
}

/** One of a few. For many, or to search, see `Combobox`. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  placeholder = '',
  isLabelHidden = false,
  isDisabled = false,
  hint,
}: SelectProps<Value>) {
  return (
    <div className={fieldStyles.field}>
      <Base.Root
        items={options}
        value={value}
        disabled={isDisabled}
        onValueChange={(next) => {
          if (next !== null) onChange(next);
        }}
      >
        <Base.Label className={isLabelHidden ? 'spoken' : fieldStyles.label}>{label}</Base.Label>
        <Base.Trigger className={`${fieldStyles.control} ${styles.trigger}`}>
          <Base.Value placeholder={placeholder} className={styles.value} />
          <Base.Icon className={styles.icon}>
            <ChevronDown size={14} aria-hidden="true" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className={popup.place} sideOffset={4} alignItemWithTrigger={false}>
            <Base.Popup className={popup.popup}>
              <Base.List>
                {options.map((option) => (
                  <Base.Item
                    key={option.value}
                    value={option.value}
                    disabled={option.isDisabled ?? false}
                    className={popup.item}
                  >
                    <span className={popup.check}>
                      <Base.ItemIndicator>
                        <Check size={14} aria-hidden="true" />
                      </Base.ItemIndicator>
                    </span>
                    <Base.ItemText className={popup.itemText}>{option.label}</Base.ItemText>
                    {option.detail !== undefined && <span className={popup.detail}>{option.detail}</span>}
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      {hint !== undefined && <p className={fieldStyles.hint}>{hint}</p>}
    </div>
  );
}
