import { Cable, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionValue } from '#shared/contract/connections.ts';
import { ErrorCallout } from '../app/error-callout.tsx';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { useWork } from '../app/use-work.ts';
import { moneyText } from '../making/money-text.ts';
import { AlertDialog } from '../ui/alert-dialog.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';
import styles from './connections.module.css';
import settingsStyles from './settings.module.css';

/** `connection` null: a new one. */
type Asked = { readonly connection: ConnectionValue | null } | null;

export function ConnectionsSection() {
  const { t } = useTranslation();
  const known = useStudioState((state) => state.connections);
  const [asked, setAsked] = useState<Asked>(null);
  if (!known) return null;
  const add = (
    <Button variant="primary" icon={Plus} onClick={() => setAsked({ connection: null })}>
      {t('settings.connections.add')}
    </Button>
  );
  return (
    <>
      <p className={settingsStyles.intro}>{t('settings.connections.intro')}</p>
      {known.connections.length === 0 ? (
        <EmptyState
          icon={Cable}
          title={t('settings.connections.none')}
          text={t('settings.connections.noneText')}
          actions={add}
        />
      ) : (
        <>
          <ul className={styles.cards}>
            {known.connections.map((connection) => (
              <ConnectionCard key={connection.id} connection={connection} onEdit={() => setAsked({ connection })} />
            ))}
          </ul>
          <div>{add}</div>
        </>
      )}
      {asked && <ConnectionDialog known={known} connection={asked.connection} onClose={() => setAsked(null)} />}
    </>
  );
}

interface ConnectionCardProps {
  readonly connection: ConnectionValue;
  readonly onEdit: () => void;
}

function ConnectionCard({ connection, onEdit }: ConnectionCardProps) {
  const { t, i18n } = useTranslation();
  const studio = useStudio();
  const [isRemoving, setRemoving] = useState(false);
  const test = useWork();
  const [works, setWorks] = useState<{ readonly elapsedMs: number; readonly warnings: readonly string[] } | null>(null);
  const { id, name, kind, baseUrl, keySource, models, prices, limits, defaultVoiceId, isFake, isStored } = connection;
  const runTest = (): void => {
    setWorks(null);
    void test.run(async () => setWorks(await studio.connections.test(id)));
  };
  /** From the lowest to the highest, by currency. */
  const priceText = (): string => {
    if (prices.length === 0) return t('settings.connections.noPrice');
    const currencies = [...new Set(prices.map(({ currency }) => currency))];
    const ranges = currencies.map((currency) => {
      const own = prices.filter((price) => price.currency === currency).map((price) => price.perTenThousandCharacters);
      const [least, most] = [Math.min(...own), Math.max(...own)];
      const low = moneyText({ amount: least, currency }, i18n.language);
      return least === most ? low : `${low} – ${moneyText({ amount: most, currency }, i18n.language)}`;
    });
    return t('settings.connections.priceText', { price: ranges.join(', ') });
  };
  const remove = async (): Promise<void> => {
    if (await studio.failures.attempt(() => studio.connections.remove(id))) setRemoving(false);
  };
  return (
    <li className={styles.card}>
      <header className={styles.head}>
        <h3 className={styles.name}>{name}</h3>
        {isFake && <Badge tone="warning">{t('settings.connections.practice')}</Badge>}
        {!isStored && <Badge>{t('settings.connections.fromEnvironment')}</Badge>}
        <span className={styles.buttons}>
          <Button size="small" isBusy={test.isBusy} onClick={runTest}>
            {t(test.isBusy ? 'settings.connections.testing' : 'settings.connections.test')}
          </Button>
          {isStored && (
            <>
              <IconButton icon={Pencil} size="small" label={t('settings.connections.edit')} onClick={onEdit} />
              <IconButton
                icon={Trash2}
                size="small"
                label={t('settings.connections.remove')}
                onClick={() => setRemoving(true)}
              />
            </>
          )}
        </span>
      </header>
      <dl className={settingsStyles.facts}>
        <dt>{t('settings.connections.service')}</dt>
        <dd>{t(`settings.connections.services.${kind}`)}</dd>
        <dt>{t('settings.connections.address')}</dt>
        <dd>{baseUrl}</dd>
        <dt>{t('settings.connections.key')}</dt>
        <dd className={keySource === null ? styles.noKey : undefined}>
          {keySource === null
            ? t('settings.connections.noKey')
            : t('settings.connections.keyIn', { source: keySource })}
        </dd>
        <dt>{t('settings.connections.models')}</dt>
        <dd>{models.map((model) => model.id).join(', ')}</dd>
        <dt>{t('settings.connections.voice')}</dt>
        <dd>{defaultVoiceId}</dd>
        <dt>{t('settings.connections.price')}</dt>
        <dd>{priceText()}</dd>
        <dt>{t('settings.connections.limits')}</dt>
        <dd>{t('settings.connections.limitsText', { count: limits.concurrency, spacing: limits.spacingMs })}</dd>
      </dl>
      {isFake && <p className={settingsStyles.soft}>{t('settings.connections.practiceHint')}</p>}
      {!isStored && <p className={settingsStyles.soft}>{t('settings.connections.fromEnvironmentHint')}</p>}
      {works && (
        <Callout tone="ready" title={t('settings.connections.works', { milliseconds: works.elapsedMs })}>
          {works.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </Callout>
      )}
      {test.error && <ErrorCallout error={test.error} />}
      <AlertDialog
        isOpen={isRemoving}
        isDanger
        title={t('settings.connections.removeTitle', { name })}
        description={t('settings.connections.removeText')}
        confirmLabel={t('settings.connections.remove')}
        onConfirm={() => void remove()}
        onCancel={() => setRemoving(false)}
      />
    </li>
  );
}
