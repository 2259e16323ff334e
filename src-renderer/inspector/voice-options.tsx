import { useTranslation } from 'react-i18next';
import type { VoiceOption } from '#shared/contract/voices.ts';
import type { Json, VoiceBinding } from '#shared/document/records.ts';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './inspector.module.css';
import { readOption, withOption } from './option-values.ts';

type Values = NonNullable<VoiceBinding['options']>;

interface VoiceOptionsProps {
  readonly options: readonly VoiceOption[];
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}

/** What a model can be asked for besides the words, with its ranges. What is not set is the service's business. */
export function VoiceOptions({ options, values, onChange }: VoiceOptionsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.stack}>
      <legend className={styles.soft}>{t('inspector.options')}</legend>
      {options.map((option) => (
        <OptionField
          key={option.name}
          option={option}
          value={readOption(values, option.name)}
          onChange={(value) => onChange(withOption(values, option.name, value))}
        />
      ))}
    </fieldset>
  );
}

interface OptionFieldProps {
  readonly option: VoiceOption;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

const UNSET = '';

function OptionField({ option, value, onChange }: OptionFieldProps) {
  const { t } = useTranslation();
  const { name, kind } = option;
  if (kind === 'number') {
    const fallback = typeof option.default === 'number' ? option.default : null;
    return (
      <NumberField
        label={name}
        value={typeof value === 'number' ? value : fallback}
        min={option.min}
        max={option.max}
        step={option.step ?? 1}
        digits={option.step !== undefined && option.step < 1 ? 2 : 0}
        onChange={() => undefined}
        onCommit={(next) => onChange(next === null || next === fallback ? undefined : next)}
      />
    );
  }
  if (kind === 'text') {
    const text = typeof value === 'string' ? value : '';
    return <TextField label={name} value={text} onChange={(next) => onChange(next === '' ? undefined : next)} />;
  }
  const choices = kind === 'flag' ? [true, false] : (option.choices ?? []);
  return (
    <Select
      label={name}
      value={value === undefined ? UNSET : JSON.stringify(value)}
      options={[
        { value: UNSET, label: option.default === undefined ? t('inspector.asService') : defaultText(option.default) },
        ...choices.map((choice) => ({ value: JSON.stringify(choice), label: String(choice) })),
      ]}
      onChange={(next) => onChange(next === UNSET ? undefined : (JSON.parse(next) as Json))}
    />
  );
}

function defaultText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
