import { Play, Plus, Square, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorCallout } from '../app/error-callout.tsx';
import { useStudio } from '../app/studio-context.ts';
import { useWork } from '../app/use-work.ts';
import { useHeardKey } from '../library/use-library.ts';
import { Button } from '../ui/button.tsx';
import { Combobox } from '../ui/combobox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Slider } from '../ui/slider.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { auditionCostText } from './cost-text.ts';
import { MakerFields, type VoiceWish } from './maker-fields.tsx';
import styles from './making.module.css';
import { useAuditionCost } from './use-audition-cost.ts';
import { useVoiceState } from './use-voices.ts';
import { trialSentence } from './voice-texts.ts';

interface Part {
  readonly voice: string | null;
  readonly weight: number;
}

const MOST_PARTS = 4;
const FEWEST_PARTS = 2;
const HEARD = 'blend';

/** Several voices of one service in one, heard before it is kept. */
export function BlendDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { client, voices: browser } = useStudio();
  const all = useVoiceState((state) => state.voices);
  const makers = useVoiceState((state) => state.makers).filter(({ canBlend }) => canBlend);
  const [wish, setWish] = useState<VoiceWish>({
    provider: makers[0]?.provider ?? '',
    name: '',
    language: i18n.language,
  });
  const [parts, setParts] = useState<readonly Part[]>([
    { voice: null, weight: 50 },
    { voice: null, weight: 50 },
  ]);
  const [sentence, setSentence] = useState('');
  const [times, setTimes] = useState(0);
  const isHeard = useHeardKey() === HEARD;
  const work = useWork();
  // What is made here is no voice of its service, and cannot be mixed in.
  const known = all.filter(({ provider, kind }) => provider === wish.provider && kind !== 'blended');
  const chosen = parts.flatMap(({ voice, weight }) => (voice === null ? [] : [{ voice, weight }]));
  const isWhole = chosen.length === parts.length && new Set(chosen.map(({ voice }) => voice)).size === parts.length;
  const change = (index: number, part: Partial<Part>): void =>
    setParts(parts.map((before, at) => (at === index ? { ...before, ...part } : before)));
  const provider = known[0]?.provider;
  const text = sentence.trim() || trialSentence(wish.language);
  const binding = isWhole && provider ? { provider, voiceId: '', options: { mix: chosen } } : null;
  const cost = useAuditionCost(binding, text, wish.language, times);
  const hear = (): Promise<boolean> =>
    work.run(async () => {
      if (binding) await browser.hear(HEARD, binding, wish.language, text);
      setTimes((before) => before + 1);
    });
  const close = (): void => {
    browser.stop();
    onClose();
  };
  const keep = async (): Promise<void> => {
    const isDone = await work.run(async () => {
      const made = await client.call('voices.blend', { ...wish, name: wish.name.trim(), parts: chosen });
      await browser.show(made.voice);
    });
    if (isDone) close();
  };
  return (
    <Dialog
      isOpen
      size="large"
      onClose={close}
      title={t('voices.blending.title')}
      actions={
        <>
          <Button onClick={close}>{t('ui.cancel')}</Button>
          <Button
            icon={isHeard ? Square : Play}
            isDisabled={!isWhole}
            isBusy={work.isBusy}
            onClick={() => (isHeard ? browser.stop() : void hear())}
          >
            {t(isHeard ? 'voices.page.stop' : 'voices.blending.hear')}
          </Button>
          <Button
            variant="primary"
            isDisabled={!isWhole || wish.name.trim() === ''}
            isBusy={work.isBusy}
            onClick={() => void keep()}
          >
            {t('voices.blending.make')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <MakerFields
          makers={makers}
          wish={wish}
          onChange={(next) => {
            // Voices of another service are other voices.
            if (next.provider !== wish.provider) setParts(parts.map(({ weight }) => ({ voice: null, weight })));
            setWish(next);
          }}
        />
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part has nothing else of its own
          <div key={index} className={styles.part}>
            <Combobox
              label={t('voices.blending.voice', { number: index + 1 })}
              value={part.voice}
              items={known.map(({ id, name, language }) => ({ value: id, label: name, detail: language }))}
              onChange={(voice) => change(index, { voice })}
            />
            <Slider
              label={t('voices.blending.weight')}
              value={part.weight}
              min={1}
              max={100}
              onChange={(weight) => change(index, { weight })}
            />
            <IconButton
              icon={X}
              label={t('voices.blending.remove', { number: index + 1 })}
              isDisabled={parts.length <= FEWEST_PARTS}
              onClick={() => setParts(parts.filter((_, at) => at !== index))}
            />
          </div>
        ))}
        {parts.length < MOST_PARTS && (
          <div className={styles.buttons}>
            <Button icon={Plus} onClick={() => setParts([...parts, { voice: null, weight: 50 }])}>
              {t('voices.blending.add')}
            </Button>
          </div>
        )}
        <TextArea
          label={t('voices.blending.sentence')}
          value={sentence}
          placeholder={trialSentence(wish.language)}
          rows={2}
          maxLength={500}
          onChange={setSentence}
        />
        <p className={styles.soft} role="status">
          {cost && auditionCostText(cost, t, i18n.language)}
        </p>
        {work.error && <ErrorCallout error={work.error} />}
      </div>
    </Dialog>
  );
}
