import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppInfo } from '#shared/contract/values.ts';
import { useStudio } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import styles from './settings.module.css';

export function AboutSection() {
  const { t } = useTranslation();
  const studio = useStudio();
  const [info, setInfo] = useState<AppInfo | null>(null);
  const [isCopied, setCopied] = useState(false);
  useEffect(
    () => void studio.failures.attempt(async () => setInfo(await studio.client.call('app.info', {}))),
    [studio],
  );
  if (!info) return null;
  const page = navigator.userAgent;
  const copy = (): void =>
    void studio.failures.attempt(async () => {
      await navigator.clipboard.writeText(`Lectern ${info.version}\n${info.platform}\n${page}`);
      setCopied(true);
    });
  return (
    <>
      <div className={styles.stack}>
        <p className={styles.title}>
          {t('app.name')} <span className={styles.soft}>{t('settings.about.version', { version: info.version })}</span>
        </p>
        <p>{t('settings.about.text')}</p>
        <p className={styles.soft}>{t('settings.about.licence')}</p>
      </div>
      <dl className={styles.facts}>
        <dt>{t('settings.about.system')}</dt>
        <dd>{info.platform}</dd>
        <dt>{t('settings.about.browser')}</dt>
        <dd>{page}</dd>
      </dl>
      <div className={styles.row}>
        <Button onClick={copy}>{t('settings.about.copy')}</Button>
        <span role="status" className={styles.soft}>
          {isCopied && t('settings.about.copied')}
        </span>
      </div>
    </>
  );
}
