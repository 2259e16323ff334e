import { useTranslation } from 'react-i18next';
import type { VoiceMaker } from '#shared/contract/voices.ts';
import { SCRIPT_LANGUAGES } from '../i18n/language-names.ts';
import { Combobox } from '../ui/combobox.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './making.module.css';
import { languageText } from './voice-texts.ts';

export interface VoiceWish {
  readonly provider: string;
  readonly name: string;
  readonly language: string;
}

interface MakerFieldsProps {
  readonly makers: readonly VoiceMaker[];
  readonly wish: VoiceWish;
  readonly onChange: (wish: VoiceWish) => void;
  /** What was made belongs to a service already. */
  readonly isServiceFixed?: boolean;
}

/** Where a voice is made, what it is called and what it speaks: the same for every way of making one. */
export function MakerFields({ makers, wish, onChange, isServiceFixed = false }: MakerFieldsProps) {
  const { t, i18n } = useTranslation();
  const maker = makers.find(({ provider }) => provider === wish.provider);
  return (
    <>
      <div className={styles.row}>
        <TextField
          label={t('voices.maker.name')}
          value={wish.name}
          maxLength={200}
          isAutoFocused
          onChange={(name) => onChange({ ...wish, name })}
        />
        <Combobox
          label={t('voices.maker.language')}
          value={wish.language}
          items={SCRIPT_LANGUAGES.map((tag) => ({ value: tag, label: languageText(tag, i18n.language) }))}
          onChange={(language) => onChange({ ...wish, language: language ?? '' })}
        />
      </div>
      <Select
        label={t('voices.maker.service')}
        value={wish.provider}
        options={makers.map(({ provider, providerName }) => ({ value: provider as string, label: providerName }))}
        isDisabled={isServiceFixed}
        hint={maker?.isFeeCharged ? t('voices.maker.fee') : undefined}
        onChange={(provider) => onChange({ ...wish, provider })}
      />
    </>
  );
}
