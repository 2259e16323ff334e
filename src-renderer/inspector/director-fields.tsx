import { useTranslation } from 'react-i18next';
import type { VoiceBinding } from '#shared/document/records.ts';
import type { RecordId } from '#shared/ids.ts';
import styles from './inspector.module.css';
import { EpisodeTextArea } from './text-fields.tsx';

const FIELDS = ['character', 'scene', 'guidance'] as const;
type Field = (typeof FIELDS)[number];

/** Who speaks, where and to whom, and how to play it: three fields that the service gets as one instruction. */
export function DirectorFields({ speakerId, voice }: { readonly speakerId: RecordId; readonly voice: VoiceBinding }) {
  const { t } = useTranslation();
  const director = (voice.options?.director ?? {}) as Partial<Record<Field, string>>;
  return (
    <fieldset className={styles.stack}>
      <legend className={styles.soft}>{t('inspector.directorMode')}</legend>
      {FIELDS.map((field) => (
        <EpisodeTextArea
          key={field}
          label={t(`inspector.${field}`)}
          rows={2}
          value={director[field] ?? ''}
          place={`${field} ${speakerId}`}
          command={(text) => ({
            type: 'speaker.setVoice',
            id: speakerId,
            voice: withDirector(voice, { ...director, [field]: text }),
          })}
        />
      ))}
    </fieldset>
  );
}

/** Empty fields are not there; a director without any is none. */
function withDirector(voice: VoiceBinding, fields: Partial<Record<Field, string>>): VoiceBinding {
  const said = Object.fromEntries(Object.entries(fields).filter(([, text]) => text.trim() !== ''));
  const { director: _before, ...others } = voice.options ?? {};
  const { options: _options, ...rest } = voice;
  const options = { ...others, ...(Object.keys(said).length > 0 ? { director: said } : {}) };
  return Object.keys(options).length > 0 ? { ...rest, options } : rest;
}
