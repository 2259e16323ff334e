import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { speakersOf } from '#shared/document/episode-document.ts';
import type { Line } from '#shared/document/records.ts';
import { RecordId } from '#shared/ids.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import styles from './inspector.module.css';
import { LineProblem } from './line-problem.tsx';
import { LineSound } from './line-sound.tsx';
import { InspectorTitle, Section } from './section.tsx';
import { SpeakerSection } from './speaker-section.tsx';
import { TakesList } from './takes-list.tsx';
import { EpisodeTextArea, EpisodeTextField } from './text-fields.tsx';
import { useEdit } from './use-episode-edit.ts';
import { useLineState } from './use-line-state.ts';
import { abilitiesFor, useAbilities } from './voice-facts.ts';

const NARRATOR = 'narrator';

export function LineInspector({ line }: { readonly line: Line }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const edit = useEdit();
  const state = useLineState(line.id);
  const row = useStudioState(({ episode }) => episode?.row(line.id));
  const effective = useStudioState(({ episode }) => episode?.effective);
  const abilities = useAbilities();
  const speakers = effective ? speakersOf(effective) : [];
  const speaker =
    speakers.find(({ id }) => id === line.speakerId) ?? speakers.find(({ name }) => /^narrator$/i.test(name));
  const ability = abilitiesFor(abilities, speaker?.voice);
  const isOpen = state?.status === 'missing' || state?.status === 'stale';
  const fitting = isOpen ? state.fittingTakeId : undefined;
  return (
    <>
      <InspectorTitle title={t('inspector.line', { number: row?.kind === 'line' ? row.number : '' })}>
        {state && <StateIcon status={state.status} hasWord />}
      </InspectorTitle>
      {state?.problem && <LineProblem line={line} problem={state.problem} />}
      {fitting !== undefined ? (
        <div className={styles.stack}>
          <p className={styles.soft}>{t('inspector.fitting')}</p>
          <Button size="small" onClick={() => edit({ type: 'take.choose', id: line.id, takeId: fitting })}>
            {t('inspector.useTake')}
          </Button>
        </div>
      ) : (
        isOpen && (
          <Button icon={Sparkles} onClick={() => void studio.making.ask({ blockIds: [line.id] })}>
            {t('inspector.speak')}
          </Button>
        )
      )}
      <div className={styles.stack}>
        <EpisodeTextArea
          label={t('inspector.text')}
          value={line.text}
          place={`text ${line.id}`}
          command={(text) => ({ type: 'line.setText', id: line.id, text })}
        />
        <Select
          label={t('inspector.speaker')}
          value={line.speakerId ?? NARRATOR}
          options={[
            { value: NARRATOR, label: t('inspector.narrator') },
            ...speakers.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          onChange={(id) =>
            edit({ type: 'line.setSpeaker', id: line.id, speakerId: id === NARRATOR ? null : RecordId.parse(id) })
          }
        />
        <EpisodeTextField
          label={t('inspector.direction')}
          value={line.direction ?? ''}
          place={`direction ${line.id}`}
          hint={t(ability && !ability.hasStyle ? 'inspector.directionIgnored' : 'inspector.directionHint')}
          command={(direction) => ({
            type: 'line.setDirection',
            id: line.id,
            direction: direction.trim() === '' ? null : direction,
          })}
        />
      </div>
      <TakesList line={line} />
      <Section title={t('inspector.soundOfLine')}>
        <LineSound line={line} />
      </Section>
      {speaker && <SpeakerSection key={speaker.id} speakerId={speaker.id} abilities={abilities} />}
    </>
  );
}
