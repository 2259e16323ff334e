import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pronunciation } from '#shared/document/records.ts';
import { Button } from '../ui/button.tsx';
import { BareIconButton } from '../ui/icon-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './inspector.module.css';
import { useEdit } from './use-episode-edit.ts';

/** Words that voices read wrong, and how they are to be read. */
export function PronunciationFields({ pronunciations }: { readonly pronunciations: readonly Pronunciation[] }) {
  const { t } = useTranslation();
  const edit = useEdit();
  const [written, setWritten] = useState('');
  const [spoken, setSpoken] = useState('');
  const save = (next: readonly Pronunciation[]): boolean =>
    edit({ type: 'episode.setPronunciations', pronunciations: next });
  const add = (): void => {
    if (written.trim() === '' || spoken.trim() === '') return;
    if (!save([...pronunciations, { written: written.trim(), spoken: spoken.trim() }])) return;
    setWritten('');
    setSpoken('');
  };
  return (
    <div className={styles.stack}>
      <ul className={styles.stack}>
        {pronunciations.map((rule) => (
          <li key={`${rule.written} ${rule.language ?? ''} ${rule.provider ?? ''}`} className={styles.row}>
            <span className={styles.grow}>
              {rule.written} → {rule.spoken}
            </span>
            <BareIconButton
              icon={X}
              size="small"
              label={t('inspector.removePronunciation', { written: rule.written })}
              onClick={() => save(pronunciations.filter((other) => other !== rule))}
            />
          </li>
        ))}
      </ul>
      <form
        className={styles.rule}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField label={t('inspector.written')} value={written} onChange={setWritten} maxLength={200} />
        <TextField label={t('inspector.spoken')} value={spoken} onChange={setSpoken} maxLength={500} />
        <Button isSubmit size="small" icon={Plus} description={t('inspector.addPronunciation')}>
          <span className="spoken">{t('inspector.addPronunciation')}</span>
        </Button>
      </form>
    </div>
  );
}
