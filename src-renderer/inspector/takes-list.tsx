import { ArrowLeftRight, Circle, CircleDot, Play, RotateCcw, Square } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineTakeValue } from '#shared/contract/episodes.ts';
import type { Line } from '#shared/document/records.ts';
import { samples } from '#shared/units.ts';
import { useStudio } from '../app/studio-context.ts';
import { secondsText } from '../episode/time-text.ts';
import { moneyText } from '../making/money-text.ts';
import type { Heard } from '../player/audition.ts';
import { Button } from '../ui/button.tsx';
import { BareIconButton } from '../ui/icon-button.tsx';
import { Select } from '../ui/select.tsx';
import styles from './inspector.module.css';
import { Section } from './section.tsx';
import { useEdit } from './use-episode-edit.ts';
import { type LineTakes, useTakes } from './use-takes.ts';

/** Every take is kept: hear it, choose it, rate it, make another, compare two in place. */
export function TakesList({ line }: { readonly line: Line }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const edit = useEdit();
  const { takes: known, reload } = useTakes(line);
  const heardKey = useSyncExternalStore(studio.audition.store.subscribe, () => studio.audition.store.getState().key);
  const takes = known?.takes ?? [];
  const choose = (take: LineTakeValue): void => void edit({ type: 'take.choose', id: line.id, takeId: take.take.id });
  const numberOf = (take: LineTakeValue): number => takes.length - takes.indexOf(take);
  const other =
    takes.find(({ isChosen, isFitting }) => !isChosen && isFitting) ?? takes.find(({ isChosen }) => !isChosen);
  const chosen = takes.find(({ isChosen }) => isChosen);
  const compare = (): void => {
    if (!other || !known) return;
    // B takes A's place: pressing again goes back.
    choose(other);
    studio.audition.play(keyOf(other), soundsOf(other, known));
  };
  return (
    <Section title={t('inspector.takes')}>
      {known !== null && takes.length === 0 && <p className={styles.soft}>{t('inspector.noTakes')}</p>}
      {takes.length > 0 && (
        <ul className={styles.takes}>
          {takes.map((take) => {
            const number = numberOf(take);
            const isHeard = heardKey === keyOf(take);
            return (
              <li key={take.take.id} className={styles.take} data-chosen={take.isChosen || undefined}>
                <BareIconButton
                  icon={isHeard ? Square : Play}
                  label={t(isHeard ? 'inspector.takeStop' : 'inspector.takePlay', { number })}
                  size="small"
                  onClick={() => known && studio.audition.toggle(keyOf(take), soundsOf(take, known))}
                />
                <span className={styles.takeText} title={take.take.text}>
                  {number} · {secondsText(lengthOf(take))} s
                  {!take.isFitting && <span className={styles.soft}> · {t('inspector.takeOld')}</span>}
                </span>
                <Rating take={take} number={number} onRated={reload} />
                <BareIconButton
                  icon={take.isChosen ? CircleDot : Circle}
                  label={t(take.isChosen ? 'inspector.takeChosen' : 'inspector.takeChoose', { number })}
                  size="small"
                  isPressed={take.isChosen}
                  onClick={() => choose(take)}
                />
              </li>
            );
          })}
        </ul>
      )}
      <div className={styles.row}>
        <Button
          size="small"
          icon={RotateCcw}
          onClick={() => void studio.making.ask({ blockIds: [line.id], isNewTake: true })}
        >
          {t('inspector.newTake')}
        </Button>
        {chosen && other && (
          <Button
            size="small"
            icon={ArrowLeftRight}
            description={t('inspector.compareWith', { a: numberOf(chosen), b: numberOf(other) })}
            onClick={compare}
          >
            {t('inspector.compare')}
          </Button>
        )}
      </div>
      {chosen && <TakeCost take={chosen} />}
    </Section>
  );
}

function Rating({
  take,
  number,
  onRated,
}: {
  readonly take: LineTakeValue;
  readonly number: number;
  readonly onRated: () => void;
}) {
  const { t } = useTranslation();
  const studio = useStudio();
  const rate = (value: string): void =>
    void studio.failures.attempt(async () => {
      await studio.client.call('takes.rate', { takeId: take.take.id, rating: value === '0' ? null : Number(value) });
      onRated();
    });
  return (
    <Select
      label={t('inspector.takeRating', { number })}
      isLabelHidden
      value={String(take.rating ?? 0)}
      options={[
        { value: '0', label: '–', detail: t('inspector.noStars') },
        ...[1, 2, 3, 4, 5].map((stars) => ({
          value: String(stars),
          label: String(stars),
          detail: t('inspector.stars', { count: stars }),
        })),
      ]}
      onChange={rate}
    />
  );
}

function TakeCost({ take: { take } }: { readonly take: LineTakeValue }) {
  const { t, i18n } = useTranslation();
  if (take.billedCharacters === 0) return null;
  const cost =
    take.currency === undefined ? '' : moneyText({ amount: take.cost, currency: take.currency }, i18n.language);
  return <p className={styles.soft}>{t('inspector.takeCost', { cost, characters: take.billedCharacters })}</p>;
}

function keyOf({ take }: LineTakeValue): string {
  return `take ${take.id}`;
}

function lengthOf({ take }: LineTakeValue) {
  return samples(
    take.segments.reduce((sum, { speechStartSample, speechEndSample }) => sum + speechEndSample - speechStartSample, 0),
  );
}

/** The speech of its segments; what is gone cannot be heard. */
function soundsOf({ take }: LineTakeValue, { assets }: LineTakes): readonly Heard[] {
  return take.segments.flatMap(({ assetId, speechStartSample, speechEndSample }) => {
    const asset = assets.find(({ id }) => id === assetId);
    if (!asset) return [];
    const { channels, durationSamples } = asset;
    return [{ assetId, channels, durationSamples, startSample: speechStartSample, endSample: speechEndSample }];
  });
}
