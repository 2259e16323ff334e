import { Mic, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoiceMaker } from '#shared/contract/voices.ts';
import { ErrorCallout } from '../app/error-callout.tsx';
import { useStudio } from '../app/studio-context.ts';
import { useWork } from '../app/use-work.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FilePicker } from '../ui/file-picker.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { MakerFields, type VoiceWish } from './maker-fields.tsx';
import styles from './making.module.css';
import { SampleParts } from './sample-parts.tsx';
import { useRecorder } from './use-recorder.ts';
import { useSample } from './use-sample.ts';
import { useVoiceState } from './use-voices.ts';

const AUDIO = 'audio/*,.wav,.mp3,.m4a,.flac,.ogg,.webm';

interface Consent {
  readonly who: string;
  readonly statement: string;
  readonly recording: File | null;
  readonly isGiven: boolean;
}

/** A voice out of a recording: trimmed, checked, and with the consent of the person it belongs to. */
export function CloneDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { client, host, voices } = useStudio();
  const makers = useVoiceState((state) => state.makers).filter(({ sample: rules }) => rules !== null);
  const [wish, setWish] = useState<VoiceWish>({
    provider: makers[0]?.provider ?? '',
    name: '',
    language: i18n.language,
  });
  const [consent, setConsent] = useState<Consent>({ who: '', statement: '', recording: null, isGiven: false });
  const sampling = useSample(wish.provider);
  const work = useWork();
  const { sample, check, trim } = sampling;
  const isRefused = check?.problems.some(({ isFatal }) => isFatal) ?? true;
  const hasConsent = consent.isGiven && consent.who.trim() !== '' && consent.statement.trim() !== '';
  const make = async (): Promise<void> => {
    if (!sample) return;
    const isDone = await work.run(async () => {
      const recording = consent.recording && (await host.upload(consent.recording)).fileId;
      const made = await client.call('voices.clone', {
        ...wish,
        name: wish.name.trim(),
        sample: sample.fileId,
        ...(trim ? { trim } : {}),
        consent: {
          who: consent.who.trim(),
          statement: consent.statement.trim(),
          ...(recording ? { recording } : {}),
        },
      });
      await voices.show(made.voice);
    });
    if (isDone) onClose();
  };
  return (
    <Dialog
      isOpen
      size="large"
      onClose={onClose}
      title={t('voices.cloning.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            variant="primary"
            isBusy={work.isBusy}
            isDisabled={wish.name.trim() === '' || isRefused || !hasConsent}
            onClick={() => void make()}
          >
            {t('voices.cloning.make')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <MakerFields makers={makers} wish={wish} onChange={setWish} />
        <SampleSource
          maker={makers.find(({ provider }) => provider === wish.provider)}
          onTake={(file) => void work.run(() => sampling.take(file))}
        />
        <SampleParts sampling={sampling} />
        <ConsentFields consent={consent} onChange={setConsent} />
        {work.error && <ErrorCallout error={work.error} />}
      </div>
    </Dialog>
  );
}

interface SampleSourceProps {
  readonly maker: VoiceMaker | undefined;
  readonly onTake: (file: File) => void;
}

/** The microphone or a file, and what the service takes. */
function SampleSource({ maker, onTake }: SampleSourceProps) {
  const { t, i18n } = useTranslation();
  const recorder = useRecorder('recording.wav', onTake);
  const rules = maker?.sample;
  const length =
    rules?.minMs != null && rules.maxMs !== null
      ? t('voices.cloning.lengthBetween', { from: rules.minMs / 1000, to: rules.maxMs / 60_000 })
      : t('voices.cloning.lengthAny');
  const size = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  return (
    <>
      <h3 className={styles.heading}>{t('voices.cloning.sample')}</h3>
      <div className={styles.buttons}>
        <Button
          icon={recorder.isRecording ? Square : Mic}
          variant={recorder.isRecording ? 'danger' : 'plain'}
          onClick={() => void (recorder.isRecording ? recorder.stop() : recorder.start())}
        >
          {t(recorder.isRecording ? 'voices.cloning.stopRecording' : 'voices.cloning.record')}
        </Button>
        <FilePicker
          label={t('voices.cloning.choose')}
          accept={AUDIO}
          isDisabled={recorder.isRecording}
          onPick={([file]) => file && onTake(file)}
        />
        <span className={styles.soft} role="status">
          {recorder.seconds !== null && t('voices.cloning.recording', { seconds: recorder.seconds.toFixed(0) })}
          {recorder.reason !== null && t('voices.cloning.noMicrophone', { reason: recorder.reason })}
        </span>
      </div>
      {rules && (
        <p className={styles.soft}>
          {t('voices.cloning.limits', {
            formats: rules.formats.join(', ').toUpperCase(),
            length,
            size: size.format(rules.maxBytes / 1e6),
          })}
        </p>
      )}
    </>
  );
}

interface ConsentFieldsProps {
  readonly consent: Consent;
  readonly onChange: (consent: Consent) => void;
}

function ConsentFields({ consent, onChange }: ConsentFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <h3 className={styles.heading}>{t('voices.cloning.consent')}</h3>
      <p className={styles.soft}>{t('voices.cloning.consentText')}</p>
      <TextField
        label={t('voices.cloning.who')}
        value={consent.who}
        maxLength={200}
        onChange={(who) => onChange({ ...consent, who })}
      />
      <TextArea
        label={t('voices.cloning.statement')}
        placeholder={t('voices.cloning.statementPlaceholder')}
        value={consent.statement}
        rows={2}
        onChange={(statement) => onChange({ ...consent, statement })}
      />
      <div className={styles.buttons}>
        <FilePicker
          label={t('voices.cloning.statementFile')}
          accept={`${AUDIO},image/*,.pdf`}
          onPick={([recording]) => onChange({ ...consent, recording: recording ?? null })}
        />
        <span className={styles.soft}>{consent.recording?.name}</span>
      </div>
      <Checkbox
        label={t('voices.cloning.agree')}
        isChecked={consent.isGiven}
        onChange={(isGiven) => onChange({ ...consent, isGiven })}
      />
    </>
  );
}
