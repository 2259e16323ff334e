import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError, ProviderErrorKind } from '#shared/errors.ts';
import { errorText, languageFor } from '#shared/messages/error-text.ts';
import { Button } from '../ui/button.tsx';
import styles from './failure-banner.module.css';
import { useStudio, useStudioState } from './studio-context.ts';

/** What went wrong, in the person's language, and what to do. It stays until it is true no longer. */
export function FailureBanner() {
  const { t } = useTranslation();
  const studio = useStudio();
  const failure = useStudioState((state) => state.failure);
  const playerFailure = useStudioState((state) => state.playerFailure);
  return (
    <>
      {playerFailure && <Banner title={t('errors.noPlayer')} advice={playerFailure.message} />}
      {failure?.error === 'unreachable' && (
        <Banner title={t('errors.unreachableTitle')} advice={t('errors.unreachableAdvice')}>
          {failure.retry && <Button onClick={failure.retry}>{t('errors.tryAgain')}</Button>}
        </Banner>
      )}
      {failure && failure.error !== 'unreachable' && (
        <ErrorBanner error={failure.error}>
          {failure.retry && <Button onClick={failure.retry}>{t('errors.tryAgain')}</Button>}
          <Button onClick={() => studio.failures.dismiss()}>{t('errors.dismiss')}</Button>
        </ErrorBanner>
      )}
    </>
  );
}

function ErrorBanner({ error, children }: { readonly error: AppError; readonly children: ReactNode }) {
  const { i18n } = useTranslation();
  const kind = error.details.kind as ProviderErrorKind | undefined;
  const { title, advice } = errorText({ code: error.code, kind }, languageFor(i18n.language));
  return (
    <Banner title={title} advice={advice} detail={error.message}>
      {children}
    </Banner>
  );
}

interface BannerProps {
  readonly title: string;
  readonly advice: string;
  readonly detail?: string;
  readonly children?: ReactNode;
}

function Banner({ title, advice, detail, children }: BannerProps) {
  return (
    <div className={styles.banner} role="alert">
      <CircleAlert size={16} aria-hidden="true" className={styles.icon} />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        <p>{advice}</p>
        {detail && <p className={styles.detail}>{detail}</p>}
      </div>
      <div className={styles.actions}>{children}</div>
    </div>
  );
}
