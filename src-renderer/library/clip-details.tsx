import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { languageText, providerText } from '../voices/voice-texts.ts';
import { ClipActions } from './clip-actions.tsx';
import styles from './clip-details.module.css';
import { ClipNameAndNote } from './clip-name-and-note.tsx';
import { ClipTags } from './clip-tags.tsx';
import { clipTitle, lengthText } from './clip-texts.ts';
import { isAudible, isSound } from './library-browser.ts';
import { useLibrary } from './use-library.ts';

/** What is chosen: what it is, what people say about it, where it is used. */
export function ClipDetails() {
  const { t } = useTranslation();
  const studio = useStudio();
  // The rows follow from these.
  useLibrary((state) => state.chosen);
  useLibrary((state) => state.rows);
  const details = useLibrary((state) => state.details);
  const rows = studio.library.chosenRows;
  const [only] = rows;
  if (!only) return <EmptyState title={t('library.details.title')} text={t('library.details.none')} />;
  const isOne = rows.length === 1 && details?.id === only.id;
  return (
    <div className={styles.details}>
      <h2 className={styles.title}>
        {rows.length > 1 ? t('library.details.chosen', { count: rows.length }) : clipTitle(only, t)}
      </h2>
      <ClipActions rows={rows} />
      {rows.some(isAudible) && <ClipTags rows={rows.filter(isAudible)} />}
      {isOne && isAudible(only) && <ClipNameAndNote key={only.id} clip={details} />}
      {isOne && <Facts />}
      {isOne && <Uses />}
      {isOne && isSound(only) && details.text !== '' && (
        <section className={styles.part}>
          <h3 className={styles.label}>{t('library.details.transcript')}</h3>
          <p className={styles.words}>{details.text}</p>
        </section>
      )}
    </div>
  );
}

function Facts() {
  const { t, i18n } = useTranslation();
  const clip = useLibrary((state) => state.details)!;
  const connections = useStudioState((state) => state.connections?.connections);
  const service = clip.provider === undefined ? '' : providerText(clip.provider, connections ?? [], t);
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('library.details.speaker'), clip.speakers.join(', ')],
    [t('library.details.voice'), clip.voiceId === undefined ? undefined : `${clip.voiceId} (${service})`],
    [t('library.details.length'), clip.durationSamples === undefined ? undefined : lengthText(clip.durationSamples, t)],
    [
      t('library.details.loudness'),
      clip.loudnessLufs === undefined
        ? undefined
        : t('library.details.loudnessValue', { value: clip.loudnessLufs.toFixed(1) }),
    ],
    [t('library.facets.language'), clip.languages.map((tag) => languageText(tag, i18n.language)).join(', ')],
    [
      t('library.details.made'),
      new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' }).format(clip.createdAtMs),
    ],
    [t('library.details.file'), clip.fileText],
  ];
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Uses() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { uses } = useLibrary((state) => state.details)!;
  const goTo = async ({ episodeId, recordId }: (typeof uses)[number]): Promise<void> => {
    await studio.openEpisode(episodeId);
    if (studio.state.episode?.summary.id === episodeId) studio.select(recordId);
  };
  return (
    <section className={styles.part}>
      <h3 className={styles.label}>{t('library.details.uses')}</h3>
      {uses.length === 0 && <p className={styles.soft}>{t('library.details.noUses')}</p>}
      <ul>
        {uses.map((use) => (
          <li key={`${use.episodeId} ${use.recordId}`}>
            <button type="button" className={styles.use} onClick={() => void goTo(use)}>
              <span>{t('library.details.goTo', { project: use.projectName, episode: use.episodeTitle })}</span>
              {use.text !== '' && <span className={styles.useText}>{use.text}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
