import { useTranslation } from 'react-i18next';
import styles from './header.module.css';
import { useStudioState } from './studio-context.ts';

/** How much is to be spoken. */
export function HeaderFacts() {
  const { t } = useTranslation();
  const episode = useStudioState((state) => state.episode);
  if (!episode) return null;
  return (
    <p className={styles.facts}>
      {episode.missingLines > 0 && (
        <span className={styles.missing}>{t('header.missing', { count: episode.missingLines })}</span>
      )}
    </p>
  );
}
