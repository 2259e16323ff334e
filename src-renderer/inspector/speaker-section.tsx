import { useTranslation } from 'react-i18next';
import type { ModelAbilities } from '#shared/contract/voices.ts';
import { speakersOf } from '#shared/document/episode-document.ts';
import type { Speaker, VoiceBinding } from '#shared/document/records.ts';
import { ProviderId, type RecordId } from '#shared/ids.ts';
import { useStudioState } from '../app/studio-context.ts';
import { cssColour, speakerColour } from '../episode/colours.ts';
import { Combobox } from '../ui/combobox.tsx';
import { Select } from '../ui/select.tsx';
import { DirectorFields } from './director-fields.tsx';
import styles from './inspector.module.css';
import { Section } from './section.tsx';
import { EpisodeTextArea, EpisodeTextField } from './text-fields.tsx';
import { useEdit } from './use-episode-edit.ts';
import { abilitiesFor, useVoices } from './voice-facts.ts';
import { VoiceOptions } from './voice-options.tsx';

const USUAL = '';

interface SpeakerSectionProps {
  readonly speakerId: RecordId;
  readonly abilities: readonly ModelAbilities[];
}

/** Who somebody is and how they sound, in every line. Only what the voice's model can be asked for is offered. */
export function SpeakerSection({ speakerId, abilities }: SpeakerSectionProps) {
  const { t } = useTranslation();
  const edit = useEdit();
  const voices = useVoices();
  const own = useStudioState(({ episode }) => recordOf(episode?.document.records.get(speakerId)));
  const speakers = useStudioState(({ episode }) => episode?.effective);
  const cast = speakers ? speakersOf(speakers) : [];
  const speaker = cast.find(({ id }) => id === speakerId);
  const lineCount = useStudioState(
    ({ episode }) =>
      episode?.rows.filter((row) => row.kind === 'line' && row.record.speakerId === speakerId).length ?? 0,
  );
  if (!own || !speaker) return null;
  const { voice } = speaker;
  const ability = abilitiesFor(abilities, voice);
  const setVoice = (next: VoiceBinding | null): void =>
    void edit({ type: 'speaker.setVoice', id: speakerId, voice: next });
  const change = (part: Partial<VoiceBinding>): void => {
    if (voice) setVoice(without({ ...voice, ...part }));
  };
  const models = abilities.filter(
    ({ provider, use }) => provider === voice?.provider && use === (ability?.use ?? 'speech'),
  );
  const colour = cssColour(speakerColour(speaker, cast.indexOf(speaker)));
  return (
    <Section title={t('inspector.voiceOf', { speaker: speaker.name })}>
      <p className={styles.soft}>{t('inspector.changesLines', { count: lineCount })}</p>
      <Combobox
        label={t('inspector.voice')}
        value={voice ? keyOf(voice.provider, voice.voiceId) : null}
        placeholder={t('inspector.defaultVoice')}
        items={voices.map((one) => ({
          value: keyOf(one.provider, one.id),
          label: one.name,
          detail: `${one.providerName}${one.language === '' ? '' : ` · ${one.language}`}`,
        }))}
        onChange={(key) => {
          const chosen = voices.find((one) => keyOf(one.provider, one.id) === key);
          // Another service knows other models and options; a style is words for anybody.
          if (chosen) {
            const style = voice?.style;
            setVoice({
              provider: ProviderId.parse(chosen.provider),
              voiceId: chosen.id,
              ...(style === undefined ? {} : { style }),
            });
          } else setVoice(null);
        }}
      />
      {voice && models.length > 1 && (
        <Select
          label={t('inspector.model')}
          value={voice.model ?? USUAL}
          options={[
            { value: USUAL, label: t('inspector.modelDefault') },
            ...models.map(({ model }) => ({ value: model, label: model })),
          ]}
          onChange={(model) => setVoice(without({ ...voice, model: model === USUAL ? undefined : model }))}
        />
      )}
      {voice && ability?.hasStyle === true && (
        <EpisodeTextArea
          label={t('inspector.style')}
          rows={2}
          value={voice.style ?? ''}
          place={`style ${speakerId}`}
          hint={t('inspector.styleHint')}
          command={(style) => ({
            type: 'speaker.setVoice',
            id: speakerId,
            voice: without({ ...voice, style: style.trim() === '' ? undefined : style }),
          })}
        />
      )}
      {voice && ability?.hasDirectorMode === true && <DirectorFields speakerId={speakerId} voice={voice} />}
      {voice && ability && ability.options.length > 0 && (
        <VoiceOptions
          options={ability.options}
          values={voice.options ?? {}}
          onChange={(options) => change({ options })}
        />
      )}
      <div className={styles.pair}>
        <EpisodeTextField
          label={t('inspector.name')}
          value={speaker.name}
          place={`name ${speakerId}`}
          command={(name) => (name.trim() === '' ? null : { type: 'speaker.rename', id: speakerId, name: name.trim() })}
        />
        <label className={styles.stack}>
          <span className={styles.soft}>{t('inspector.colour')}</span>
          <input
            type="color"
            className={styles.swatch}
            value={speaker.colour ?? computedColour(colour)}
            onChange={({ target }) => edit({ type: 'speaker.setColour', id: speakerId, colour: target.value })}
          />
        </label>
      </div>
    </Section>
  );
}

function recordOf(record: { readonly type: string } | undefined): Speaker | undefined {
  return record?.type === 'speaker' ? (record as Speaker) : undefined;
}

function keyOf(provider: string, voiceId: string): string {
  return JSON.stringify([provider, voiceId]);
}

/** Fields that say nothing are not there. */
export function without(voice: { readonly [Key in keyof VoiceBinding]: VoiceBinding[Key] | undefined }): VoiceBinding {
  return Object.fromEntries(Object.entries(voice).filter(([, value]) => value !== undefined)) as VoiceBinding;
}

/** A colour field knows numbers only; a token's own value is asked of the page. */
function computedColour(colour: string): string {
  const token = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  if (token === undefined) return colour;
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim() || '#808080';
}
