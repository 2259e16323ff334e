import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './combobox.module.css';
import fieldStyles from './field.module.css';
import popup from './popup.module.css';

export interface ComboboxItem {
  readonly value: string;
  readonly label: string;
  readonly detail?: string | undefined;
}

export interface ComboboxProps {
  readonly label: string;
  readonly value: string | null;
  readonly items: readonly ComboboxItem[];
  readonly onChange: (value: string | null) => void;
  readonly placeholder?: string | undefined;
  readonly isLabelHidden?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** One of many, found by typing a part of it. */
export function Combobox({
  label,
  value,
  items,
  onChange,
  placeholder,
  isLabelHidden = false,
  isDisabled = false,
}: ComboboxProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={fieldStyles.field}>
      <Base.Root
        items={items}
        value={items.find((item) => item.value === value) ?? null}
        disabled={isDisabled}
        onValueChange={(next) => onChange(next?.value ?? null)}
        itemToStringLabel={(item) => item.label}
        isItemEqualToValue={(a, b) => a.value === b.value}
      >
        {/* The package's own label names the button, not the field. */}
        <label htmlFor={id} className={isLabelHidden ? 'spoken' : fieldStyles.label}>
          {label}
        </label>
        <Base.InputGroup className={styles.group}>
          <Base.Input id={id} className={fieldStyles.control} placeholder={placeholder} />
          <Base.Trigger className={styles.trigger} aria-label={t('ui.showList')}>
            <ChevronDown size={14} aria-hidden="true" />
          </Base.Trigger>
        </Base.InputGroup>
        <Base.Portal>
          <Base.Positioner className={popup.place} sideOffset={4}>
            <Base.Popup className={popup.popup}>
              <Base.Empty>
                <div className={popup.empty}>{t('ui.nothingFound')}</div>
              </Base.Empty>
              <Base.List>
                {(item: ComboboxItem) => (
                  <Base.Item key={item.value} value={item} className={popup.item}>
                    <span className={popup.check}>
                      <Base.ItemIndicator>
                        <Check size={14} aria-hidden="true" />
                      </Base.ItemIndicator>
                    </span>
                    <span className={popup.itemText}>{item.label}</span>
                    {item.detail !== undefined && <span className={popup.detail}>{item.detail}</span>}
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  );
}
