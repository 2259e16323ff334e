import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { ErrorCallout } from '../app/error-callout.tsx';
import { useStudio } from '../app/studio-context.ts';
import { useWork } from '../app/use-work.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { byteText } from './byte-text.ts';
import styles from './settings.module.css';
import { SettingsGroup } from './settings-group.tsx';

export function StorageSection() {
  const { t, i18n } = useTranslation();
  const studio = useStudio();
  const [facts, setFacts] = useState<Output<'storage.facts'> | null>(null);
  const load = useCallback(async () => setFacts(await studio.client.call('storage.facts', {})), [studio]);
  useEffect(() => void studio.failures.attempt(load), [studio, load]);
  if (!facts) return null;
  const size = (bytes: number): string => byteText(bytes, i18n.language);
  const { host } = studio;
  return (
    <>
      <SettingsGroup title={t('settings.storage.folder')}>
        <p className={styles.grow}>{facts.folder}</p>
        {host.revealFile && (
          <div>
            <Button onClick={() => void studio.failures.attempt(async () => host.revealFile?.({ folder: 'library' }))}>
              {t('settings.storage.reveal')}
            </Button>
          </div>
        )}
        <dl className={styles.facts}>
          <dt>{t('settings.storage.database')}</dt>
          <dd>
            {size(facts.databaseBytes)}{' '}
            <span className={styles.soft}>({t('settings.storage.clips', { count: facts.clips })})</span>
          </dd>
          <dt>{t('settings.storage.media')}</dt>
          <dd>{size(facts.mediaBytes)}</dd>
          <dt>{t('settings.storage.cache')}</dt>
          <dd>{size(facts.cacheBytes)}</dd>
          <dt>{t('settings.storage.free')}</dt>
          <dd>{size(facts.freeBytes)}</dd>
        </dl>
        <EmptyCache onDone={load} />
      </SettingsGroup>
      <Backups backups={facts.backups} onDone={load} />
      <Verify />
    </>
  );
}

function EmptyCache({ onDone }: { readonly onDone: () => Promise<void> }) {
  const { t, i18n } = useTranslation();
  const { client } = useStudio();
  const { isBusy, error, run } = useWork();
  const [freedBytes, setFreedBytes] = useState<number | null>(null);
  const empty = (): void =>
    void run(async () => {
      setFreedBytes((await client.call('storage.emptyCache', {})).freedBytes);
      await onDone();
    });
  return (
    <div className={styles.stack}>
      <Button isBusy={isBusy} onClick={empty}>
        {t('settings.storage.emptyCache')}
      </Button>
      <p className={styles.soft}>{t('settings.storage.emptyCacheHint')}</p>
      {freedBytes !== null && (
        <Callout tone="ready" title={t('settings.storage.freed', { size: byteText(freedBytes, i18n.language) })} />
      )}
      {error && <ErrorCallout error={error} />}
    </div>
  );
}

interface BackupsProps {
  readonly backups: Output<'storage.facts'>['backups'];
  readonly onDone: () => Promise<void>;
}

function Backups({ backups, onDone }: BackupsProps) {
  const { t, i18n } = useTranslation();
  const { client } = useStudio();
  const { isBusy, error, run } = useWork();
  const [made, setMade] = useState<string | null>(null);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const backUp = (): void =>
    void run(async () => {
      setMade((await client.call('storage.backUp', {})).name);
      await onDone();
    });
  return (
    <SettingsGroup title={t('settings.storage.backups')}>
      <p className={styles.soft}>{t('settings.storage.backupsHint')}</p>
      {backups.length === 0 && <p>{t('settings.storage.noBackups')}</p>}
      {backups.length > 0 && (
        <ul className={styles.list} aria-label={t('settings.storage.backups')}>
          {backups.map(({ name, createdAtMs, byteLength }) => (
            <li key={name}>
              <span className={styles.grow}>{time.format(createdAtMs)}</span>
              <span className={styles.soft}>{byteText(byteLength, i18n.language)}</span>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button isBusy={isBusy} onClick={backUp}>
          {t('settings.storage.backUp')}
        </Button>
      </div>
      {made !== null && <Callout tone="ready" title={t('settings.storage.backedUp', { name: made })} />}
      {error && <ErrorCallout error={error} />}
    </SettingsGroup>
  );
}

function Verify() {
  const { t } = useTranslation();
  const { client } = useStudio();
  const { isBusy, error, run } = useWork();
  const [report, setReport] = useState<Output<'storage.verify'> | null>(null);
  return (
    <SettingsGroup title={t('settings.storage.verify')}>
      <p className={styles.soft}>{t('settings.storage.verifyHint')}</p>
      <div>
        <Button
          isBusy={isBusy}
          onClick={() => void run(async () => setReport(await client.call('storage.verify', {})))}
        >
          {t('settings.storage.verify')}
        </Button>
      </div>
      {report?.problems.length === 0 && (
        <Callout tone="ready" title={t('settings.storage.verified', { count: report.checked })} />
      )}
      {report && report.problems.length > 0 && (
        <Callout tone="failed" title={t('settings.storage.problems', { count: report.problems.length })}>
          <ul>
            {report.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Callout>
      )}
      {error && <ErrorCallout error={error} />}
    </SettingsGroup>
  );
}
