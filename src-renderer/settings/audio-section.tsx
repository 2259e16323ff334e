import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { ErrorCallout } from '../app/error-callout.tsx';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { useWork } from '../app/use-work.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './settings.module.css';
import { SettingsGroup } from './settings-group.tsx';
import { type AudioDevice, useAudioDevices } from './use-audio-devices.ts';

const SYSTEM = 'system';

export function AudioSection() {
  const { t } = useTranslation();
  const { preferences } = useStudio();
  const settings = useStudioState((state) => state.settings);
  const devices = useAudioDevices();
  const [isRefused, setRefused] = useState(false);
  return (
    <>
      <SettingsGroup title={t('settings.audio.devices')}>
        <div className={styles.narrow}>
          <DeviceSelect
            label={t('settings.audio.output')}
            hint={t('settings.audio.outputHint')}
            devices={devices.outputs}
            chosenId={settings.outputDeviceId}
            onChange={(outputDeviceId) => void preferences.change({ outputDeviceId })}
          />
        </div>
        <div className={styles.narrow}>
          <DeviceSelect
            label={t('settings.audio.input')}
            hint={t('settings.audio.inputHint')}
            devices={devices.inputs}
            chosenId={settings.inputDeviceId}
            onChange={(inputDeviceId) => void preferences.change({ inputDeviceId })}
          />
        </div>
        {!devices.areNamed && (
          <div className={styles.stack}>
            <Button onClick={() => void devices.askForNames().then((isAllowed) => setRefused(!isAllowed))}>
              {t('settings.audio.showNames')}
            </Button>
            <p className={styles.soft}>{t('settings.audio.showNamesHint')}</p>
          </div>
        )}
        {isRefused && <Callout tone="info" title={t('settings.audio.notAllowed')} />}
      </SettingsGroup>
      <FfmpegGroup />
    </>
  );
}

interface DeviceSelectProps {
  readonly label: string;
  readonly hint: string;
  readonly devices: readonly AudioDevice[];
  readonly chosenId: string | null;
  readonly onChange: (id: string | null) => void;
}

function DeviceSelect({ label, hint, devices, chosenId, onChange }: DeviceSelectProps) {
  const { t } = useTranslation();
  const isGone = chosenId !== null && !devices.some(({ id }) => id === chosenId);
  return (
    <Select
      label={label}
      hint={hint}
      value={chosenId ?? SYSTEM}
      onChange={(id) => onChange(id === SYSTEM ? null : id)}
      options={[
        { value: SYSTEM, label: t('settings.audio.systemDevice') },
        ...devices.map(({ id, name }, index) => ({
          value: id,
          label: name === '' ? t('settings.audio.unnamedDevice', { number: index + 1 }) : name,
        })),
        ...(isGone ? [{ value: chosenId, label: t('settings.audio.goneDevice') }] : []),
      ]}
    />
  );
}

function FfmpegGroup() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { client, preferences } = studio;
  const kept = useStudioState((state) => state.settings.ffmpegPath) ?? '';
  const [path, setPath] = useState(kept);
  const [ffmpeg, setFfmpeg] = useState<Output<'storage.facts'>['ffmpeg']>();
  const { isBusy, error, run } = useWork();
  const load = useCallback(async () => setFfmpeg((await client.call('storage.facts', {})).ffmpeg), [client]);
  useEffect(() => void studio.failures.attempt(load), [studio, load]);
  const use = (): void =>
    void run(async () => {
      const trimmed = path.trim();
      preferences.show(await client.call('settings.change', { ffmpegPath: trimmed === '' ? null : trimmed }));
      await load();
    });
  return (
    <SettingsGroup title={t('settings.audio.ffmpeg')}>
      <p className={styles.soft}>{t('settings.audio.ffmpegHint')}</p>
      {ffmpeg === null && <Callout tone="failed" title={t('settings.audio.ffmpegMissing')} />}
      {ffmpeg && (
        <dl className={styles.facts}>
          <dt>{t('settings.audio.version')}</dt>
          <dd>{ffmpeg.version}</dd>
          <dt>{t('settings.audio.path')}</dt>
          <dd>
            {ffmpeg.path} <span className={styles.soft}>({ffmpeg.source})</span>
          </dd>
        </dl>
      )}
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          use();
        }}
      >
        <div className={styles.grow}>
          <TextField
            label={t('settings.audio.ownPath')}
            placeholder={t('settings.audio.ownPathHint')}
            value={path}
            onChange={setPath}
            maxLength={2000}
          />
        </div>
        <Button isSubmit isBusy={isBusy} isDisabled={path.trim() === kept}>
          {t('settings.audio.use')}
        </Button>
      </form>
      {error && <ErrorCallout error={error} />}
    </SettingsGroup>
  );
}
