import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/empty-state.tsx';
import styles from './library.module.css';

export function Library() {
  const { t } = useTranslation();
  return (
    <section className={styles.library} aria-label={t('regions.library')} data-region="library" tabIndex={-1}>
      <EmptyState title={t('regions.library')} />
    </section>
  );
}
