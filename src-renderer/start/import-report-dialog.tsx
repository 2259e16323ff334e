import { useTranslation } from 'react-i18next';
import type { ImportedScript } from '#shared/contract/projects.ts';
import { useStudio } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './import-report-dialog.module.css';

/** What became of a script that is not as it stood there, and where: nothing is left out in silence. */
export function ImportReportDialog({ reports }: { readonly reports: readonly ImportedScript[] }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const [only] = reports.length === 1 ? reports : [];
  return (
    <Dialog
      isOpen
      title={only ? t('start.droppedTitle', { title: only.title }) : t('start.importTitle')}
      onClose={() => studio.showDialog(null)}
      actions={
        <Button variant="primary" onClick={() => studio.showDialog(null)}>
          {t('ui.ok')}
        </Button>
      }
    >
      {reports.map((report) => (
        <section key={report.episodeId} className={styles.report}>
          {!only && <h3 className={styles.title}>{report.title}</h3>}
          <p>
            {t('start.lines', { count: report.lines })} {report.dropped.length > 0 && t('start.remarksText')}
          </p>
          <ul className={styles.dropped}>
            {report.dropped.map(({ line, what }) => (
              <li key={`${line} ${what}`} className={styles.item}>
                {line !== undefined && <span className={styles.line}>{t('start.droppedLine', { line })}</span>}
                <span>{what}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}
