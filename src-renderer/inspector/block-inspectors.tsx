import { useTranslation } from 'react-i18next';
import type { Heading, Note, Pause } from '#shared/document/records.ts';
import { Select } from '../ui/select.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { Switch } from '../ui/switch.tsx';
import styles from './inspector.module.css';
import { SecondsField } from './quantity-fields.tsx';
import { InspectorTitle } from './section.tsx';
import { EpisodeTextArea, EpisodeTextField } from './text-fields.tsx';
import { useEdit } from './use-episode-edit.ts';
import { useLineState } from './use-line-state.ts';

const LEVELS = [1, 2, 3, 4, 5, 6] as const;

/** A chapter mark, and whether it is read aloud. */
export function HeadingInspector({ heading }: { readonly heading: Heading }) {
  const { t } = useTranslation();
  const edit = useEdit();
  const state = useLineState(heading.id);
  const { id } = heading;
  return (
    <>
      <InspectorTitle title={t('inspector.heading')}>
        {state && heading.isSpoken && <StateIcon status={state.status} hasWord />}
      </InspectorTitle>
      <div className={styles.stack}>
        <EpisodeTextField
          label={t('inspector.text')}
          value={heading.text}
          place={`heading ${id}`}
          command={(text) => ({ type: 'heading.setText', id, text })}
        />
        <Select
          label={t('inspector.level')}
          value={String(heading.level)}
          options={LEVELS.map((level) => ({
            value: String(level),
            label: level === 1 ? t('inspector.chapter') : t('inspector.section', { level }),
          }))}
          onChange={(level) => edit({ type: 'heading.setLevel', id, level: Number(level) })}
        />
        <Switch
          label={t('inspector.isSpoken')}
          isOn={heading.isSpoken}
          onChange={(isSpoken) => edit({ type: 'heading.setSpoken', id, isSpoken })}
        />
      </div>
    </>
  );
}

export function PauseInspector({ pause }: { readonly pause: Pause }) {
  const { t } = useTranslation();
  return (
    <>
      <InspectorTitle title={t('inspector.pause')} />
      <SecondsField
        label={t('inspector.duration')}
        value={pause.durationSamples}
        step={0.1}
        command={(durationSamples) => ({ type: 'pause.setDuration', id: pause.id, durationSamples })}
      />
    </>
  );
}

export function NoteInspector({ note }: { readonly note: Note }) {
  const { t } = useTranslation();
  return (
    <>
      <InspectorTitle title={t('inspector.note')} />
      <EpisodeTextArea
        label={t('inspector.text')}
        value={note.text}
        place={`note ${note.id}`}
        command={(text) => ({ type: 'note.setText', id: note.id, text })}
      />
    </>
  );
}
