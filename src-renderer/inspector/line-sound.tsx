import { useTranslation } from 'react-i18next';
import type { Line } from '#shared/document/records.ts';
import { samplesToSeconds, ZERO_SAMPLES } from '#shared/units.ts';
import { useStudioState } from '../app/studio-context.ts';
import { secondsText, shortTime } from '../episode/time-text.ts';
import { Button } from '../ui/button.tsx';
import styles from './inspector.module.css';
import { GainField, SecondsField } from './quantity-fields.tsx';
import { Facts } from './section.tsx';
import { useEdit } from './use-episode-edit.ts';

/** Where it lies, how loud it is, and how its cuts fade. */
export function LineSound({ line }: { readonly line: Line }) {
  const { t } = useTranslation();
  const edit = useEdit();
  const placed = useStudioState(({ episode }) => episode?.layout.blockById.get(line.id));
  const automatic = placed?.automaticGapSamples;
  const parts = line.parts?.takeId === line.takeId ? (line.parts?.list ?? []) : [];
  return (
    <>
      {placed && (
        <Facts
          facts={[
            [t('inspector.starts'), shortTime(placed.startSample)],
            [t('inspector.length'), `${secondsText((placed.endSample - placed.startSample) as typeof ZERO_SAMPLES)} s`],
          ]}
        />
      )}
      <div className={styles.pair}>
        <SecondsField
          label={t('inspector.gapBefore')}
          value={line.gapBeforeSamples ?? automatic ?? ZERO_SAMPLES}
          min={-60}
          hint={
            line.gapBeforeSamples === undefined && automatic !== undefined
              ? t('inspector.automatic', { seconds: samplesToSeconds(automatic).toFixed(2) })
              : undefined
          }
          command={(gapSamples) => ({ type: 'line.setGap', id: line.id, edge: 'before', gapSamples })}
        />
        {line.gapBeforeSamples !== undefined && (
          <Button
            size="small"
            variant="ghost"
            onClick={() => edit({ type: 'line.setGap', id: line.id, edge: 'before', gapSamples: null })}
          >
            {t('inspector.makeAutomatic')}
          </Button>
        )}
      </div>
      <GainField
        label={t('inspector.gain')}
        value={line.gainDb}
        command={(gainDb) => ({ type: 'line.setGain', id: line.id, gainDb })}
      />
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name than their place
        <fieldset key={index} className={styles.stack}>
          <legend className={styles.soft}>{t('inspector.parts', { number: index + 1 })}</legend>
          <div className={styles.pair}>
            <SecondsField
              label={t('inspector.fadeIn')}
              value={part.fadeInSamples}
              command={(fadeInSamples) => ({ type: 'part.setFades', id: line.id, index, fadeInSamples })}
            />
            <SecondsField
              label={t('inspector.fadeOut')}
              value={part.fadeOutSamples}
              command={(fadeOutSamples) => ({ type: 'part.setFades', id: line.id, index, fadeOutSamples })}
            />
          </div>
        </fieldset>
      ))}
      {parts.length > 0 && (
        <Button size="small" variant="ghost" onClick={() => edit({ type: 'line.setParts', id: line.id, parts: null })}>
          {t('inspector.wholeTake')}
        </Button>
      )}
    </>
  );
}
