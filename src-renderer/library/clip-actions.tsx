import { CornerDownLeft, Ear, Play, Square, Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ClipRow, SOUND_KINDS, type SoundKind } from '#shared/library-clips.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Select } from '../ui/select.tsx';
import styles from './clip-details.module.css';
import { insertChosen } from './insert-into-episode.ts';
import { isAudible, isSound } from './library-browser.ts';
import { RatingField } from './rating-field.tsx';
import { useHeardKey } from './use-library.ts';

/** What can be done with the chosen clips, all at once. */
export function ClipActions({ rows }: { readonly rows: readonly ClipRow[] }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const { library } = studio;
  const heardKey = useHeardKey();
  const audible = rows.filter(isAudible);
  if (audible.length === 0) return null;
  const isFavourite = audible.every((row) => row.isFavourite);
  const isHeard = rows.some(({ id }) => id === heardKey);
  const ratings = new Set(audible.map(({ rating }) => rating ?? null));
  return (
    <>
      <Button variant="primary" icon={CornerDownLeft} onClick={() => insertChosen(studio)}>
        {t('library.details.insert')}
      </Button>
      <div className={styles.buttons}>
        <IconButton
          icon={isHeard ? Square : Play}
          label={t(isHeard ? 'library.details.stop' : 'library.details.hear')}
          onClick={() => library.toggleHearing()}
        />
        <IconButton
          icon={Star}
          label={t(isFavourite ? 'library.details.unmarkFavourite' : 'library.details.markFavourite')}
          isPressed={isFavourite}
          onClick={() => void library.toggleFavourite()}
        />
        <RatingField
          rating={ratings.size === 1 ? [...ratings][0]! : null}
          onRate={(rating) => void library.rate(rating)}
        />
      </div>
      {audible.every(isSound) && <SoundActions rows={audible} />}
    </>
  );
}

function SoundActions({ rows }: { readonly rows: readonly ClipRow[] }) {
  const { t } = useTranslation();
  const { library } = useStudio();
  const kinds = new Set(rows.map(({ kind }) => kind));
  const kind = kinds.size === 1 ? (rows[0]!.kind as SoundKind) : null;
  return (
    <>
      <Select
        label={t('library.details.kind')}
        value={kind}
        options={SOUND_KINDS.map((value) => ({ value, label: t(`library.kinds.${value}`) }))}
        onChange={(next) => void library.setKind(next)}
      />
      <HearingButtons hasWords={rows.every(({ text }) => text !== '')} />
    </>
  );
}

function HearingButtons({ hasWords }: { readonly hasWords: boolean }) {
  const { t } = useTranslation();
  const { library } = useStudio();
  const listener = useStudioState((state) =>
    state.connections?.connections.find(
      ({ keySource, models }) => keySource !== null && models.some(({ use }) => use === 'understanding'),
    ),
  );
  const hint = listener ? t('library.details.byService', { name: listener.name }) : t('library.details.noService');
  const ask = (what: 'transcribe' | 'describe') => listener && void library.hearByService(what, listener.id);
  return (
    <div className={styles.part}>
      <div className={styles.buttons}>
        <Button icon={Ear} isDisabled={!listener || hasWords} onClick={() => ask('transcribe')}>
          {t('library.details.transcribe')}
        </Button>
        <Button icon={Ear} isDisabled={!listener} onClick={() => ask('describe')}>
          {t('library.details.describe')}
        </Button>
      </div>
      <p className={styles.soft}>{hint}</p>
    </div>
  );
}
