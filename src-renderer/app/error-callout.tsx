import { useTranslation } from 'react-i18next';
import type { AppError, ProviderErrorKind } from '#shared/errors.ts';
import { errorText, languageFor } from '#shared/messages/error-text.ts';
import { Callout } from '../ui/callout.tsx';

/** A failure beside what failed, in the person's words: what, what to do, and what the core said. */
export function ErrorCallout({ error }: { readonly error: AppError }) {
  const { i18n } = useTranslation();
  const kind = error.details.kind as ProviderErrorKind | undefined;
  const { title, advice } = errorText({ code: error.code, kind }, languageFor(i18n.language));
  return (
    <Callout tone="failed" title={title}>
      <p>{advice}</p>
      {error.message !== '' && <p>{error.message}</p>}
    </Callout>
  );
}
