import { Play, Sparkles, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { ListedVoice } from '#shared/contract/voices.ts';
import { ErrorCallout } from '../app/error-callout.tsx';
import { useStudio } from '../app/studio-context.ts';
import { useWork } from '../app/use-work.ts';
import { useHeardKey } from '../library/use-library.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { DescriptionSuggestions } from './description-suggestions.tsx';
import { MakerFields, type VoiceWish } from './maker-fields.tsx';
import styles from './making.module.css';
import { useVoiceState } from './use-voices.ts';
import { keyOfVoice } from './voice-browser.ts';
import { trialSentence } from './voice-texts.ts';

type Made = Output<'voices.design'>;
interface Candidate extends Made {
  readonly description: string;
}

/** A voice out of words: candidates are made and heard until one is kept; the others are taken away again. */
export function DesignDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { client, voices } = useStudio();
  const makers = useVoiceState((state) => state.makers).filter(({ canDesign }) => canDesign);
  const [wish, setWish] = useState<VoiceWish>({
    provider: makers[0]?.provider ?? '',
    name: '',
    language: i18n.language,
  });
  const [description, setDescription] = useState('');
  const [preview, setPreview] = useState('');
  const [candidates, setCandidates] = useState<readonly Candidate[]>([]);
  const work = useWork();
  // Where the service keeps no voice, the words are the voice: the same words are the same one.
  const isRepeated = candidates.some((made) => made.preview === undefined && made.description === description.trim());
  const previewText = preview.trim() || trialSentence(wish.language);

  const hear = (made: Candidate): Promise<void> => {
    const { voice } = made;
    if (made.preview) {
      const { id, channels, durationSamples } = made.preview;
      voices.playSounds(keyOfVoice(voice), [{ assetId: id, channels, durationSamples }]);
      return Promise.resolve();
    }
    return voices.hear(keyOfVoice(voice), { provider: voice.provider, voiceId: voice.id }, wish.language, previewText);
  };
  const make = (): Promise<boolean> =>
    work.run(async () => {
      const made = await client.call('voices.design', {
        ...wish,
        name: wish.name.trim(),
        description: description.trim(),
        previewText,
      });
      const candidate = { ...made, description: description.trim() };
      setCandidates((before) => [...before, candidate]);
      await hear(candidate);
    });
  const discard = (kept: ListedVoice | null): Promise<boolean> =>
    work.run(async () => {
      voices.stop();
      const others = candidates.filter(({ voice }) => voice !== kept);
      for (const { voice } of others) await client.call('voices.remove', { provider: voice.provider, id: voice.id });
      setCandidates((before) => before.filter(({ voice }) => voice === kept));
    });
  const close = async (): Promise<void> => {
    if (await discard(null)) onClose();
  };
  const keep = async (voice: ListedVoice): Promise<void> => {
    if (!(await discard(voice))) return;
    await voices.show(voice);
    onClose();
  };
  const canMake = wish.name.trim() !== '' && description.trim() !== '' && !isRepeated;
  return (
    <Dialog
      isOpen
      size="large"
      onClose={() => void close()}
      title={t('voices.designing.title')}
      actions={
        <>
          <Button isDisabled={work.isBusy} onClick={() => void close()}>
            {candidates.length > 0 ? t('voices.maker.discard') : t('ui.cancel')}
          </Button>
          <Button
            variant={candidates.length > 0 ? 'plain' : 'primary'}
            icon={Sparkles}
            isBusy={work.isBusy}
            isDisabled={!canMake}
            onClick={() => void make()}
          >
            {t('voices.designing.make')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <MakerFields makers={makers} wish={wish} onChange={setWish} isServiceFixed={candidates.length > 0} />
        <TextArea
          label={t('voices.designing.description')}
          hint={isRepeated ? t('voices.designing.sameDescription') : t('voices.designing.descriptionHint')}
          value={description}
          rows={3}
          maxLength={2_000}
          onChange={setDescription}
        />
        <DescriptionSuggestions description={description} onChange={setDescription} />
        <TextArea
          label={t('voices.designing.preview')}
          value={preview}
          placeholder={trialSentence(wish.language)}
          rows={2}
          maxLength={500}
          onChange={setPreview}
        />
        {work.error && <ErrorCallout error={work.error} />}
        {candidates.length > 0 && (
          <Candidates
            candidates={candidates}
            isBusy={work.isBusy}
            onHear={(made) => void work.run(() => hear(made))}
            onKeep={(voice) => void keep(voice)}
          />
        )}
      </div>
    </Dialog>
  );
}

interface CandidatesProps {
  readonly candidates: readonly Candidate[];
  readonly isBusy: boolean;
  readonly onHear: (made: Candidate) => void;
  readonly onKeep: (voice: ListedVoice) => void;
}

function Candidates({ candidates, isBusy, onHear, onKeep }: CandidatesProps) {
  const { t } = useTranslation();
  const { voices } = useStudio();
  const heardKey = useHeardKey();
  return (
    <ul className={styles.candidates} aria-label={t('voices.designing.candidates')}>
      {candidates.map((made, index) => {
        const isHeard = heardKey === keyOfVoice(made.voice);
        return (
          <li key={made.voice.id} className={styles.candidate}>
            <IconButton
              icon={isHeard ? Square : Play}
              label={t(isHeard ? 'voices.page.stop' : 'voices.page.hear')}
              onClick={() => (isHeard ? voices.stop() : onHear(made))}
            />
            <span className={styles.candidateWords}>
              <span>{t('voices.designing.candidate', { number: index + 1 })}</span>
              <span className={styles.soft}>{made.description}</span>
              {made.warnings.length > 0 && (
                <span className={styles.soft}>{t('voices.maker.warnings', { text: made.warnings.join(', ') })}</span>
              )}
            </span>
            <Button variant="primary" isDisabled={isBusy} onClick={() => onKeep(made.voice)}>
              {t('voices.designing.keep')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
