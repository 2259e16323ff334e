import { Play, Square, Star, UserRoundCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedVoice } from '#shared/contract/voices.ts';
import { speakersOf } from '#shared/document/episode-document.ts';
import { ErrorCallout } from '../app/error-callout.tsx';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { useHeardKey } from '../library/use-library.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { auditionCostText } from './cost-text.ts';
import { useVoiceState } from './use-voices.ts';
import { keyOfVoice } from './voice-browser.ts';
import { VoiceFacts } from './voice-facts-list.tsx';
import styles from './voice-page.module.css';

/** One voice: how it sounds, who speaks with it, whose it is. */
export function VoicePage() {
  const { t } = useTranslation();
  const { voices } = useStudio();
  useVoiceState((state) => state.voices);
  useVoiceState((state) => state.activeKey);
  const voice = voices.active;
  if (!voice) return <EmptyState title={t('voices.page.title')} text={t('voices.page.none')} />;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h2 className={styles.name}>{voice.name}</h2>
        <IconButton
          icon={Star}
          label={t(voice.isFavourite ? 'voices.page.unmarkFavourite' : 'voices.page.markFavourite')}
          isPressed={voice.isFavourite}
          onClick={() => void voices.toggleFavourite()}
        />
      </div>
      <Trial voice={voice} />
      <Casting voice={voice} />
      <VoiceFacts key={keyOfVoice(voice)} voice={voice} />
    </div>
  );
}

/** A sentence of one's own, with what it costs before it is asked for. */
function Trial({ voice }: { readonly voice: ListedVoice }) {
  const { t, i18n } = useTranslation();
  const { voices, preferences } = useStudio();
  const kept = useStudioState((state) => state.settings.auditionText);
  const sentence = useVoiceState((state) => state.sentence);
  const cost = useVoiceState((state) => state.cost);
  const problem = useVoiceState((state) => state.problem);
  const isAsked = useVoiceState((state) => state.askedKey === keyOfVoice(voice));
  const isHeard = useHeardKey() === keyOfVoice(voice);
  return (
    <>
      <TextArea
        label={t('voices.page.sentence')}
        value={sentence}
        placeholder={voices.sentenceFor({ language: voice.language })}
        rows={2}
        maxLength={500}
        onChange={(text) => voices.setSentence(text)}
        // From then on it is what all voices are tried with, here and after a restart.
        onCommit={(text) => text !== kept && void preferences.change({ auditionText: text })}
      />
      <div className={styles.trial}>
        <Button
          icon={isHeard || isAsked ? Square : Play}
          isDisabled={problem !== null}
          onClick={() => voices.toggleHearing()}
        >
          {t(isHeard ? 'voices.page.stop' : isAsked ? 'voices.page.asking' : 'voices.page.hear')}
        </Button>
        <p className={styles.cost} role="status">
          {cost && auditionCostText(cost, t, i18n.language)}
        </p>
      </div>
      {problem && <ErrorCallout error={problem} />}
    </>
  );
}

function Casting({ voice }: { readonly voice: ListedVoice }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const episode = useStudioState((state) => state.episode);
  const session = useStudioState((state) => state.session);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const speakers = episode ? speakersOf(episode.effective) : [];
  if (!session || speakers.length === 0) return <p className={styles.soft}>{t('voices.page.castNeedsEpisode')}</p>;
  const speaker = speakers.find(({ id }) => id === chosenId) ?? speakers[0]!;
  const cast = (): void => {
    // Model and options are a service's own; how somebody speaks means something to any.
    const style = speaker.voice?.style;
    const binding = { provider: voice.provider, voiceId: voice.id, ...(style === undefined ? {} : { style }) };
    const words = { speaker: speaker.name, voice: voice.name };
    const isDone = session.edit([{ type: 'speaker.setVoice', id: speaker.id, voice: binding }], {
      label: t('voices.page.castLabel', words),
    });
    if (isDone) studio.showNotice({ text: t('voices.page.casted', words), undo: () => session.undo() });
  };
  return (
    <div className={styles.casting}>
      <div className={styles.speaker}>
        <Select
          label={t('voices.page.speaker')}
          value={speaker.id}
          options={speakers.map(({ id, name, voice: own }) => ({
            value: id as string,
            label: name,
            detail: own?.voiceId,
          }))}
          onChange={setChosenId}
        />
      </div>
      <Button variant="primary" icon={UserRoundCheck} onClick={cast}>
        {t('voices.page.cast')}
      </Button>
    </div>
  );
}
