import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/empty-state.tsx';

export function SettingsScreen() {
  const { t } = useTranslation();
  return (
    <section aria-label={t('regions.settings')} data-region="settings" tabIndex={-1}>
      <EmptyState title={t('regions.settings')} />
    </section>
  );
}
