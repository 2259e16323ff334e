import { useTranslation } from 'react-i18next';
import type { Line } from '#shared/document/records.ts';
import type { ErrorAnswer, ProviderErrorKind } from '#shared/errors.ts';
import { errorText, languageFor } from '#shared/messages/error-text.ts';
import type { Studio } from '../app/studio.ts';
import { useStudio } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import styles from './inspector.module.css';

type Help = 'settings' | 'voices' | 'retry' | 'speak' | 'text';

const BY_KIND: Partial<Record<ProviderErrorKind, Help>> = {
  auth: 'settings',
  quota: 'settings',
  permission: 'settings',
  model_unavailable: 'settings',
  voice_not_found: 'voices',
  validation: 'text',
  content_blocked: 'text',
  invalid_request: 'text',
};

/** The one thing that helps. */
function helpFor({ code, kind }: ErrorAnswer): Help {
  if (code === 'provider-error' && kind !== undefined) return BY_KIND[kind] ?? 'retry';
  if (code === 'not-found') return 'voices';
  if (code === 'invalid-input' || code === 'invalid-command') return 'text';
  return code === 'file-unreadable' || code === 'unsupported-audio' || code === 'truncated-audio' ? 'speak' : 'retry';
}

/** Why a line cannot be spoken, failed or cannot be heard, and the one button that helps. */
export function LineProblem({ line, problem }: { readonly line: Line; readonly problem: ErrorAnswer }) {
  const { t, i18n } = useTranslation();
  const studio = useStudio();
  const { title, advice } = errorText(problem, languageFor(i18n.language));
  const help = helpFor(problem);
  return (
    <div className={styles.problem} role="alert">
      <p className={styles.problemTitle}>{title}</p>
      <p>{advice}</p>
      <p className={styles.soft}>{problem.message}</p>
      {help !== 'text' && (
        <Button size="small" onClick={() => doHelp(studio, help, line)}>
          {t(`inspector.help.${help}`)}
        </Button>
      )}
    </div>
  );
}

function doHelp(studio: Studio, help: Help, line: Line): void {
  if (help === 'settings') studio.goToScreen('settings');
  else if (help === 'voices') studio.goToScreen('voices');
  else void studio.making.ask({ blockIds: [line.id], ...(help === 'speak' ? { isNewTake: true } : {}) });
}
