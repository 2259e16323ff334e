import { CircleCheck, CircleX, Download, FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EXPORTS_PATH, type ExportReportValue } from '#shared/contract/exports.ts';
import { msToSamples } from '#shared/units.ts';
import { useStudio } from '../app/studio-context.ts';
import { roundTime } from '../episode/time-text.ts';
import type { MAKING_EN } from '../i18n/making.en.ts';
import { Button } from '../ui/button.tsx';
import styles from './export.module.css';

type RuleName = keyof (typeof MAKING_EN)['export']['rules'];

interface ReportViewProps {
  readonly report: ExportReportValue;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** What was measured in the finished files, against what the destination wants. */
export function ReportView({ report, onBack, onDone }: ReportViewProps) {
  const { t } = useTranslation();
  const studio = useStudio();
  const failed = report.checks.filter(({ pass }) => !pass).length;
  const { integratedLufs, truePeakDbtp, noiseFloorDb } = report.loudness;
  const numbers = [
    roundTime(msToSamples(report.durationMs)),
    `${t('export.chapters')}: ${report.chapters}`,
    integratedLufs === null ? '' : t('export.integrated', { value: integratedLufs.toFixed(1) }),
    truePeakDbtp === null ? '' : t('export.truePeak', { value: truePeakDbtp.toFixed(1) }),
    noiseFloorDb === null ? '' : t('export.noiseFloor', { value: noiseFloorDb.toFixed(0) }),
  ].filter((text) => text !== '');
  return (
    <div className={styles.form}>
      <p className={failed === 0 ? styles.passed : styles.failed} role="status">
        {failed === 0 ? <CircleCheck size={18} aria-hidden="true" /> : <CircleX size={18} aria-hidden="true" />}
        {failed === 0 ? t('export.passed') : t('export.failedChecks', { count: failed })}
      </p>
      <p className={styles.numbers}>{numbers.join(' · ')}</p>
      <Checks checks={report.checks} />
      {report.warnings.length > 0 && (
        <ul className={styles.warnings}>
          {report.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <ul className={styles.files} aria-label={t('export.files')}>
        {report.files.map(({ name, byteLength }) => (
          <li key={name}>
            <span className={styles.words}>{name}</span>
            <span className={styles.folder}>{sizeText(byteLength)}</span>
            {!studio.host.revealFile && (
              <a
                className={styles.download}
                href={`${EXPORTS_PATH}${encodeURIComponent(report.id)}/${encodeURIComponent(name)}`}
                download={name}
              >
                <Download size={14} aria-hidden="true" />
                {t('export.download', { name: '' }).trim()}
                <span className="spoken">{name}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
      <footer className={styles.actions}>
        <Button onClick={onBack}>{t('export.back')}</Button>
        {studio.host.revealFile && (
          <Button
            icon={FolderOpen}
            onClick={() => void studio.failures.attempt(async () => studio.host.revealFile?.({ reportId: report.id }))}
          >
            {t('export.reveal')}
          </Button>
        )}
        <Button variant="primary" onClick={onDone}>
          {t('export.done')}
        </Button>
      </footer>
    </div>
  );
}

function Checks({ checks }: { readonly checks: ExportReportValue['checks'] }) {
  const { t } = useTranslation();
  /** `chapter.mp3: true-peak` where several files were made. */
  const ruleText = (rule: string): string => {
    const [, file = '', name = rule] = /^(.*): ([^:]+)$/.exec(rule) ?? [];
    const text = t(`export.rules.${name as RuleName}`, { defaultValue: name });
    return file === '' ? text : `${file}: ${text}`;
  };
  return (
    <table className={styles.checks}>
      <thead>
        <tr>
          <th scope="col">{t('export.check')}</th>
          <th scope="col">{t('export.measured')}</th>
          <th scope="col">{t('export.limit')}</th>
          <th scope="col">{t('export.result')}</th>
        </tr>
      </thead>
      <tbody>
        {checks.map(({ rule, value, limit, pass, advice }) => (
          <tr key={rule}>
            <th scope="row">
              {ruleText(rule)}
              {advice !== undefined && <span className={styles.advice}>{advice}</span>}
            </th>
            <td>{value}</td>
            <td>{limit}</td>
            <td className={pass ? styles.pass : styles.fail}>
              {pass ? <CircleCheck size={14} aria-hidden="true" /> : <CircleX size={14} aria-hidden="true" />}
              {t(pass ? 'export.pass' : 'export.fail')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
