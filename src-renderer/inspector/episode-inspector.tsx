import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { gapsOf } from '#shared/document/default-gaps.ts';
import { settingsOf, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { EpisodeModel } from '../episode/episode-model.ts';
import { roundTime } from '../episode/time-text.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import styles from './inspector.module.css';
import { PronunciationFields } from './pronunciation-fields.tsx';
import { SecondsField } from './quantity-fields.tsx';
import { Facts, InspectorTitle, Section } from './section.tsx';
import { SpeakerSection } from './speaker-section.tsx';
import { EpisodeTextArea, EpisodeTextField } from './text-fields.tsx';
import { useEdit, useSession } from './use-episode-edit.ts';
import { usePresets } from './use-presets.ts';
import { useAbilities } from './voice-facts.ts';

const GAPS = ['lineSamples', 'speakerSamples', 'paragraphSamples', 'chapterSamples', 'headingSamples'] as const;
const NO_PRESET = '';

/** The episode as a whole: what it is called, who speaks, how much room there is between lines, where it goes. */
export function EpisodeInspector({ episode }: { readonly episode: EpisodeModel }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const edit = useEdit();
  const session = useSession();
  const abilities = useAbilities();
  const presets = usePresets();
  const isPlayerReady = useStudioState((state) => state.isPlayerReady);
  const settings = settingsOf(episode.document);
  const gaps = gapsOf(settingsOf(episode.effective));
  const speakers = speakersOf(episode.effective);
  const addSpeaker = (): void => {
    const dialogue = tracksOf(episode.document).find(({ kind }) => kind === 'dialogue');
    if (!dialogue) return;
    edit({
      type: 'speaker.add',
      id: session.newRecordId(),
      afterId: speakers.at(-1)?.id ?? null,
      name: t('inspector.newSpeaker', { number: speakers.length + 1 }),
      trackId: dialogue.id,
    });
  };
  return (
    <>
      <InspectorTitle title={t('inspector.episode')} />
      <Facts
        facts={[
          [t('inspector.length'), roundTime(episode.durationSamples)],
          [t('inspector.lines'), String(episode.lineCount)],
          [t('inspector.chapters'), String(episode.chapters.length)],
        ]}
      />
      <div className={styles.stack}>
        <EpisodeTextField
          label={t('inspector.title')}
          value={settings.title}
          place="episode title"
          command={(title) => ({ type: 'episode.set', title })}
        />
        <EpisodeTextField
          label={t('inspector.author')}
          value={settings.author ?? ''}
          place="episode author"
          command={(author) => ({ type: 'episode.set', author: author === '' ? null : author })}
        />
        <EpisodeTextArea
          label={t('inspector.description')}
          value={settings.description ?? ''}
          place="episode description"
          command={(description) => ({ type: 'episode.set', description: description === '' ? null : description })}
        />
        <div className={styles.pair}>
          <Select
            label={t('inspector.kind')}
            value={settings.kind}
            options={(['podcast', 'audiobook'] as const).map((value) => ({
              value,
              label: t(`inspector.kinds.${value}`),
            }))}
            onChange={(kind) => edit({ type: 'episode.set', kind })}
          />
          <EpisodeTextField
            label={t('inspector.language')}
            value={settings.language}
            place="episode language"
            command={(language) => (isLanguage(language) ? { type: 'episode.set', language } : null)}
          />
        </div>
        <Select
          label={t('inspector.preset')}
          value={settings.exportPreset ?? NO_PRESET}
          options={[
            { value: NO_PRESET, label: t('inspector.presetNone') },
            ...presets.map(({ name, title, level }) => ({ value: name, label: title, detail: level })),
          ]}
          onChange={(preset) => edit({ type: 'episode.set', exportPreset: preset === NO_PRESET ? null : preset })}
        />
        <Button isDisabled={!isPlayerReady} onClick={() => studio.showExport()}>
          {t('actions.episode.export')}
        </Button>
      </div>
      <Section title={t('inspector.gaps')}>
        {GAPS.map((gap) => (
          <SecondsField
            key={gap}
            label={t(`inspector.gapNames.${gap}`)}
            value={gaps[gap]}
            command={(samples) => ({ type: 'episode.setGaps', [gap]: samples })}
          />
        ))}
      </Section>
      {speakers.map(({ id }) => (
        <SpeakerSection key={id} speakerId={id} abilities={abilities} />
      ))}
      <Button size="small" icon={Plus} onClick={addSpeaker}>
        {t('inspector.addSpeaker')}
      </Button>
      <Section title={t('inspector.pronunciations')}>
        <PronunciationFields pronunciations={settings.pronunciations ?? []} />
      </Section>
    </>
  );
}

/** As far as a tag can be judged while it is typed. */
function isLanguage(text: string): boolean {
  try {
    return text.length >= 2 && Intl.getCanonicalLocales(text).length === 1;
  } catch {
    // Half typed.
    return false;
  }
}
