import { useTranslation } from 'react-i18next';
import styles from './making.module.css';

/** What decides how a voice is heard, in the order in which people notice it. */
const DIMENSIONS = ['age', 'gender', 'timbre', 'pace', 'emotion', 'accent', 'use'] as const;

interface DescriptionSuggestionsProps {
  readonly description: string;
  readonly onChange: (description: string) => void;
}

/** Words for what a description should say; pressed, they are put at its end, or taken away again. */
export function DescriptionSuggestions({ description, onChange }: DescriptionSuggestionsProps) {
  const { t, i18n } = useTranslation();
  const comma = i18n.language.startsWith('zh') ? '，' : ', ';
  const parts = description.split(/[,，]\s*/).filter((part) => part !== '');
  const toggle = (words: string): void =>
    onChange((parts.includes(words) ? parts.filter((part) => part !== words) : [...parts, words]).join(comma));
  return (
    <div className={styles.suggestions} role="group" aria-label={t('voices.designing.suggestions')}>
      {DIMENSIONS.map((dimension) => (
        <div key={dimension} className={styles.dimension}>
          <span className={styles.label}>{t(`voices.designing.dimensions.${dimension}`)}</span>
          <div className={styles.chips}>
            {t(`voices.designing.values.${dimension}`, { returnObjects: true }).map((words) => (
              <button
                key={words}
                type="button"
                className={styles.chip}
                aria-pressed={parts.includes(words)}
                onClick={() => toggle(words)}
              >
                {words}
              </button>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
