import { CircleAlert, Info } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportCheckValue, ExportPresetValue } from '#shared/contract/exports.ts';
import type { UploadedFile } from '#shared/contract/files.ts';
import type { Job } from '#shared/contract/values.ts';
import { settingsOf } from '#shared/document/episode-document.ts';
import type { EpisodeId, RecordId } from '#shared/ids.ts';
import { errorText, languageFor } from '#shared/messages/error-text.ts';
import { samples } from '#shared/units.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { roundTime } from '../episode/time-text.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Select } from '../ui/select.tsx';
import styles from './export.module.css';

interface ExportFormProps {
  readonly episodeId: EpisodeId;
  readonly presets: readonly ExportPresetValue[] | null;
  readonly onStarted: (jobId: string) => void;
  /** Of the last try. */
  readonly failure: Job['error'] | undefined;
}

const DEFAULT_PRESET = 'apple-podcasts';

export function ExportForm({ episodeId, presets, onStarted, failure }: ExportFormProps) {
  const { t, i18n } = useTranslation();
  const studio = useStudio();
  const preferred = useStudioState((state) => state.episode && settingsOf(state.episode.effective).exportPreset);
  // Another object with every change that can be heard.
  const laid = useStudioState((state) => state.episode?.laid);
  const [name, setName] = useState(preferred ?? DEFAULT_PRESET);
  const [format, setFormat] = useState<string | null>(null);
  const [captions, setCaptions] = useState<readonly ('srt' | 'vtt')[]>([]);
  const [hasChaptersJson, setHasChaptersJson] = useState(false);
  const [hasStems, setHasStems] = useState(false);
  const [isDraft, setIsDraft] = useState(false);
  const [target, setTarget] = useState<UploadedFile | null>(null);
  const preset = presets?.find((one) => one.name === name) ?? presets?.[0];
  const chosenFormat = format !== null && preset?.formats.includes(format) ? format : (preset?.defaultFormat ?? '');
  const check = useCheck(episodeId, preset?.name, chosenFormat, laid);
  if (!presets || !preset) return null;

  const start = (): void =>
    void studio.failures.attempt(async () => {
      const { jobId } = await studio.client.call('exports.start', {
        episodeId,
        preset: preset.name,
        format: chosenFormat,
        isDraft,
        captions,
        hasChaptersJson,
        hasStems,
        ...(target ? { target: target.fileId } : {}),
      });
      onStarted(jobId);
    });
  const choosePlace = (): void =>
    void studio.failures.attempt(async () => {
      const place = await studio.host.chooseSavePath?.({ name: check?.files[0] ?? '', extensions: [chosenFormat] });
      if (place) setTarget(place);
    });
  const toggle = (kind: 'srt' | 'vtt', isOn: boolean): void =>
    setCaptions(isOn ? [...captions, kind] : captions.filter((other) => other !== kind));
  const isIncomplete = check !== null && check.missing.length > 0 && !isDraft;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <div className={styles.columns}>
        <div className={styles.column}>
          <Select
            label={t('export.preset')}
            value={preset.name}
            options={presets.map(({ name: value, title, level }) => ({ value, label: title, detail: level }))}
            onChange={setName}
          />
          <Select
            label={t('export.format')}
            value={chosenFormat}
            options={preset.formats.map((value) => ({ value, label: value.toUpperCase() }))}
            onChange={setFormat}
          />
          <fieldset className={styles.group}>
            <legend>{t('export.captions')}</legend>
            <Checkbox
              label={t('export.srt')}
              isChecked={captions.includes('srt')}
              onChange={(is) => toggle('srt', is)}
            />
            <Checkbox
              label={t('export.vtt')}
              isChecked={captions.includes('vtt')}
              onChange={(is) => toggle('vtt', is)}
            />
          </fieldset>
          <Checkbox label={t('export.chaptersJson')} isChecked={hasChaptersJson} onChange={setHasChaptersJson} />
          <Checkbox label={t('export.stems')} isChecked={hasStems} onChange={setHasStems} />
        </div>
        <div className={styles.column}>
          <Facts preset={preset} check={check} place={target?.name} />
          {studio.host.chooseSavePath && (
            <Button size="small" onClick={choosePlace}>
              {t('export.choosePlace')}
            </Button>
          )}
        </div>
      </div>
      {check && <Obstacles check={check} />}
      {check && check.missing.length > 0 && (
        <Checkbox label={t('export.draft')} isChecked={isDraft} onChange={setIsDraft} />
      )}
      {preset.aiPolicy.kind !== 'ok' && (
        <div className={preset.aiPolicy.kind === 'prohibited' ? styles.warning : styles.notice}>
          <Info size={16} aria-hidden="true" />
          <div>
            <p className={styles.strong}>{t(`export.policy.${preset.aiPolicy.kind}`)}</p>
            <p lang="en">{preset.aiPolicy.text}</p>
          </div>
        </div>
      )}
      {failure && (
        <div className={styles.warning} role="alert">
          <CircleAlert size={16} aria-hidden="true" />
          <div>
            <p className={styles.strong}>{errorText(failure, languageFor(i18n.language)).title}</p>
            <p>{failure.message}</p>
          </div>
        </div>
      )}
      <footer className={styles.actions}>
        <Button onClick={() => studio.showDialog(null)}>{t('ui.cancel')}</Button>
        <Button variant="primary" isSubmit isDisabled={check === null || isIncomplete}>
          {t('export.start')}
        </Button>
      </footer>
    </form>
  );
}

/** Asked again when the episode or the choice changes; null until it is known. */
function useCheck(episodeId: EpisodeId, preset: string | undefined, format: string, laid: object | undefined) {
  const { client, failures } = useStudio();
  const [check, setCheck] = useState<ExportCheckValue | null>(null);
  useEffect(() => {
    let isCurrent = true;
    // Not read here, and yet a reason to ask again.
    void laid;
    if (preset !== undefined) {
      void failures.attempt(async () => {
        const next = await client.call('exports.check', { episodeId, preset, format });
        if (isCurrent) setCheck(next);
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [client, failures, episodeId, preset, format, laid]);
  return check;
}

function Facts({
  preset,
  check,
  place,
}: {
  readonly preset: ExportPresetValue;
  readonly check: ExportCheckValue | null;
  readonly place: string | undefined;
}) {
  const { t } = useTranslation();
  const facts: readonly (readonly [string, string])[] = [
    [t('export.length'), check ? roundTime(samples(check.durationSamples)) : '…'],
    [t('export.chapters'), check ? String(check.chapters) : '…'],
    [t('export.level'), preset.level],
    [t('export.peak'), `≤ ${preset.truePeakLimitDbtp} dBTP`],
    [t('export.channels'), t(preset.channels === 1 ? 'export.mono' : 'export.stereo')],
    [t('export.files'), place ?? (check ? filesText(check.files) : '…')],
  ];
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {check && place === undefined && <p className={styles.folder}>{t('export.folder', { folder: check.folder })}</p>}
    </>
  );
}

function filesText(files: readonly string[]): string {
  const [first = ''] = files;
  return files.length <= 1 ? first : `${first} … (${files.length})`;
}

const MOST_SHOWN = 8;

/** What is missing, each with the way there, and what is stale. */
function Obstacles({ check }: { readonly check: ExportCheckValue }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const goTo = (blockId: string): void => {
    studio.showDialog(null);
    studio.select(blockId as RecordId);
  };
  return (
    <>
      {check.missing.length > 0 && (
        <div className={styles.warning}>
          <CircleAlert size={16} aria-hidden="true" />
          <div className={styles.grow}>
            <p className={styles.strong}>{t('export.missing', { count: check.missing.length })}</p>
            <ul className={styles.missing}>
              {check.missing.slice(0, MOST_SHOWN).map(({ blockId, what }) => (
                <li key={blockId ?? what}>
                  <span className={styles.words}>{what}</span>
                  {blockId !== undefined && (
                    <Button size="small" variant="ghost" onClick={() => goTo(blockId)}>
                      {t('export.goTo')}
                    </Button>
                  )}
                </li>
              ))}
              {check.missing.length > MOST_SHOWN && <li>… +{check.missing.length - MOST_SHOWN}</li>}
            </ul>
          </div>
        </div>
      )}
      {(check.stale > 0 || check.missing.length > 0) && (
        <div className={styles.notice}>
          <Info size={16} aria-hidden="true" />
          <p className={styles.grow}>{check.stale > 0 && t('export.stale', { count: check.stale })}</p>
          <Button size="small" onClick={() => void studio.making.ask()}>
            {t('export.speakFirst')}
          </Button>
        </div>
      )}
    </>
  );
}
