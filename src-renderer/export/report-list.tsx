import { useTranslation } from 'react-i18next';
import type { ExportReportValue } from '#shared/contract/exports.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import styles from './export.module.css';

interface ReportListProps {
  readonly reports: readonly ExportReportValue[] | null;
  readonly onOpen: (id: string) => void;
}

export function ReportList({ reports, onOpen }: ReportListProps) {
  const { t, i18n } = useTranslation();
  if (!reports || reports.length === 0) return null;
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section className={styles.reports} aria-label={t('export.reports')}>
      <h3 className={styles.strong}>{t('export.reports')}</h3>
      <ul>
        {reports.slice(0, 5).map(({ id, createdAtMs, preset, format, checks }) => {
          const failed = checks.filter(({ pass }) => !pass).length;
          return (
            <li key={id}>
              <span className={styles.grow}>
                {when.format(createdAtMs)} · {preset} · {format.toUpperCase()}
              </span>
              <Badge tone={failed === 0 ? 'ready' : 'failed'}>
                {failed === 0 ? t('export.pass') : t('export.failedChecks', { count: failed })}
              </Badge>
              <Button size="small" variant="ghost" onClick={() => onOpen(id)}>
                {t('jobs.report')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
