import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionDefaults, ConnectionValue } from '#shared/contract/connections.ts';
import type { CallInput } from '#shared/contract/contract.ts';
import { ErrorCallout } from '../app/error-callout.tsx';
import { useStudio } from '../app/studio-context.ts';
import type { ConnectionsValue } from '../app/studio-state.ts';
import { useWork } from '../app/use-work.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ConnectionAdvanced } from './connection-advanced.tsx';

/** What of a connection can be edited; its key apart. */
export type ConnectionDraft = Pick<
  CallInput<'connections.save'>,
  'kind' | 'name' | 'baseUrl' | 'models' | 'defaultVoiceId' | 'prices' | 'limits' | 'weightsSpelling'
>;

interface ConnectionDialogProps {
  readonly known: ConnectionsValue;
  /** null: a new one. */
  readonly connection: ConnectionValue | null;
  readonly onClose: () => void;
}

export function ConnectionDialog({ known, connection, onClose }: ConnectionDialogProps) {
  const { t } = useTranslation();
  const studio = useStudio();
  const [draft, setDraft] = useState<ConnectionDraft>(() => draftOf(connection ?? known.kinds[0]!));
  const [key, setKey] = useState('');
  const { isBusy, error, run } = useWork();
  const { tier, canStore } = known.keyStorage;
  const change = (part: Partial<ConnectionDraft>): void => setDraft({ ...draft, ...part });
  const chooseKind = (kind: string): void => {
    const defaults = known.kinds.find((one) => one.kind === kind);
    if (defaults) setDraft(draftOf(defaults));
  };
  const submit = async (): Promise<void> => {
    const isSaved = await run(async () => {
      const trimmed = key.trim();
      await studio.connections.save({
        ...draft,
        ...(connection ? { id: connection.id } : {}),
        ...(trimmed === '' ? {} : { key: trimmed }),
      });
    });
    if (isSaved) onClose();
  };
  const hasKey = connection !== null && connection.keySource !== null;
  return (
    <Dialog
      isOpen
      title={
        connection ? t('settings.connections.editTitle', { name: connection.name }) : t('settings.connections.addTitle')
      }
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button variant="primary" isSubmit isBusy={isBusy} isDisabled={draft.name.trim() === ''}>
            {t('ui.save')}
          </Button>
        </>
      }
    >
      {error && <ErrorCallout error={error} />}
      <Select
        label={t('settings.connections.service')}
        value={draft.kind as string}
        onChange={chooseKind}
        isDisabled={connection !== null}
        options={known.kinds.map(({ kind }) => ({ value: kind, label: t(`settings.connections.services.${kind}`) }))}
      />
      <TextField
        label={t('settings.connections.name')}
        value={draft.name}
        onChange={(name) => change({ name })}
        maxLength={200}
      />
      <TextField
        label={t('settings.connections.baseUrl')}
        kind="url"
        value={draft.baseUrl}
        onChange={(baseUrl) => change({ baseUrl })}
        hint={t('settings.connections.baseUrlHint')}
        maxLength={2000}
      />
      <TextField
        label={t('settings.connections.newKey')}
        kind="password"
        value={key}
        onChange={setKey}
        isDisabled={!canStore}
        placeholder={hasKey ? t('settings.connections.keyKept') : undefined}
        hint={t(`settings.connections.tiers.${tier}`)}
        maxLength={10_000}
      />
      <ConnectionAdvanced draft={draft} onChange={change} />
    </Dialog>
  );
}

function draftOf(from: ConnectionDefaults | ConnectionValue): ConnectionDraft {
  const { kind, name, baseUrl, models, defaultVoiceId, prices, limits } = from;
  const weightsSpelling = 'weightsSpelling' in from ? from.weightsSpelling : undefined;
  return {
    ...{ kind, name, baseUrl, models, defaultVoiceId, prices, limits },
    ...(weightsSpelling === undefined ? {} : { weightsSpelling }),
  };
}
