import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/empty-state.tsx';
import styles from './voices.module.css';

export function Voices() {
  const { t } = useTranslation();
  return (
    <section className={styles.voices} aria-label={t('regions.voices')} data-region="voices" tabIndex={-1}>
      <EmptyState title={t('regions.voices')} />
    </section>
  );
}
