import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { ListedVoice } from '#shared/contract/voices.ts';
import { useStudio } from '../app/studio-context.ts';
import { AlertDialog } from '../ui/alert-dialog.tsx';
import { Button } from '../ui/button.tsx';
import styles from './voice-page.module.css';
import { languageText } from './voice-texts.ts';

type Uses = Output<'voices.uses'>;

/** What is known of a voice, the consent of whose it is, where it is cast; and taking it away, where it was made here. */
export function VoiceFacts({ voice }: { readonly voice: ListedVoice }) {
  const { t, i18n } = useTranslation();
  const studio = useStudio();
  const { client, failures } = studio;
  const [uses, setUses] = useState<Uses | null>(null);
  const { provider, id } = voice;
  useEffect(() => {
    void failures.attempt(async () => setUses(await client.call('voices.uses', { provider, id })));
  }, [client, failures, provider, id]);
  const facts: readonly (readonly [string, string])[] = [
    [t('voices.page.service'), voice.providerName],
    [t('voices.page.id'), voice.id],
    [t('voices.page.language'), voice.language === '' ? '' : languageText(voice.language, i18n.language)],
    [t('voices.page.gender'), voice.gender === undefined ? '' : t(`voices.genders.${voice.gender}`)],
    [t('voices.page.kind'), t(`voices.kinds.${voice.kind}`)],
  ];
  const goTo = async ({ episodeId, recordId }: Uses[number]): Promise<void> => {
    await studio.openEpisode(episodeId);
    if (studio.state.episode?.summary.id === episodeId) studio.select(recordId);
  };
  return (
    <>
      <dl className={styles.facts}>
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {voice.consent && <Consent consent={voice.consent} />}
      <section className={styles.part}>
        <h3 className={styles.label}>{t('voices.page.uses')}</h3>
        {uses?.length === 0 && <p className={styles.soft}>{t('voices.page.noUses')}</p>}
        <ul>
          {uses?.map((use) => (
            <li key={`${use.episodeId} ${use.recordId}`}>
              <button type="button" className={styles.use} onClick={() => void goTo(use)}>
                {t('voices.page.use', { speaker: use.speaker, project: use.projectName, episode: use.episodeTitle })}
              </button>
            </li>
          ))}
        </ul>
      </section>
      {voice.isOwn && <Removing voice={voice} uses={uses?.length ?? 0} />}
    </>
  );
}

function Consent({ consent }: { readonly consent: NonNullable<ListedVoice['consent']> }) {
  const { t, i18n } = useTranslation();
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(new Date(consent.when));
  return (
    <section className={styles.part}>
      <h3 className={styles.label}>{t('voices.page.consent')}</h3>
      <p>{t('voices.page.consentBy', { who: consent.who, when })}</p>
      <blockquote className={styles.statement}>{consent.statement}</blockquote>
    </section>
  );
}

function Removing({ voice, uses }: { readonly voice: ListedVoice; readonly uses: number }) {
  const { t } = useTranslation();
  const { voices } = useStudio();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const isCopy = voice.kind === 'cloned';
  const remove = async (): Promise<void> => {
    setBusy(true);
    await voices.remove(voice);
    setBusy(false);
    setAsking(false);
  };
  return (
    <div className={styles.removing}>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t(isCopy ? 'voices.page.revoke' : 'voices.page.remove')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        isDanger
        isBusy={isBusy}
        title={t('voices.page.removeTitle', { name: voice.name })}
        description={
          <>
            <p>{t(isCopy ? 'voices.page.revokeText' : 'voices.page.removeText')}</p>
            {uses > 0 && <p>{t('voices.page.usedBy', { count: uses })}</p>}
          </>
        }
        confirmLabel={t('voices.page.removeConfirm')}
        onConfirm={() => void remove()}
        onCancel={() => setAsking(false)}
      />
    </div>
  );
}
