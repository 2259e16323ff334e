import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { speakersOf } from '#shared/document/episode-document.ts';
import type { Line } from '#shared/document/records.ts';
import { RecordId } from '#shared/ids.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import styles from './inspector.module.css';
import { InspectorTitle } from './section.tsx';
import { useEdit, useFieldGesture } from './use-episode-edit.ts';

/** What several lines have in common, changed for all of them at once. */
export function ManyInspector({ ids }: { readonly ids: ReadonlySet<RecordId> }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const edit = useEdit();
  const { change, commit } = useFieldGesture();
  const episode = useStudioState((state) => state.episode);
  if (!episode) return null;
  const lines = [...ids].flatMap((id): Line[] => {
    const record = episode.document.records.get(id);
    return record?.type === 'line' ? [record] : [];
  });
  const speakerIds = new Set(lines.map(({ speakerId }) => speakerId));
  const gains = new Set(lines.map(({ gainDb }) => gainDb));
  const [onlySpeaker] = speakerIds;
  const [onlyGain] = gains;
  return (
    <>
      <InspectorTitle title={t('inspector.many', { count: ids.size })} />
      {lines.length > 0 && (
        <div className={styles.stack}>
          <Button icon={Sparkles} onClick={() => void studio.making.ask({ blockIds: lines.map(({ id }) => id) })}>
            {t('making.lines', { count: lines.length })}
          </Button>
          <Select
            label={t('inspector.speaker')}
            value={speakerIds.size === 1 && onlySpeaker ? (onlySpeaker as string) : null}
            options={speakersOf(episode.effective).map(({ id, name }) => ({ value: id as string, label: name }))}
            onChange={(speakerId) =>
              edit(
                ...lines.map(({ id }) => ({
                  type: 'line.setSpeaker' as const,
                  id,
                  speakerId: RecordId.parse(speakerId),
                })),
              )
            }
          />
          <NumberField
            label={t('inspector.gain')}
            unit="dB"
            digits={1}
            step={0.5}
            min={-144}
            max={24}
            value={gains.size === 1 ? (onlyGain ?? 0) : null}
            onChange={(gainDb) =>
              gainDb !== null && change(...lines.map(({ id }) => ({ type: 'line.setGain' as const, id, gainDb })))
            }
            onCommit={commit}
          />
        </div>
      )}
    </>
  );
}
