import { Bookmark, CircleCheck, CircleDashed, Music2, Pause, StickyNote } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordId } from '#shared/ids.ts';
import { ZERO_SAMPLES } from '#shared/units.ts';
import { useStudio } from '../app/studio-context.ts';
import { cssColour } from '../episode/colours.ts';
import { readableTokens } from '../episode/line-tokens.ts';
import type { HeadingRow, LineRow, NoteRow, PauseRow, ScriptRow, SoundRow } from '../episode/script-rows.ts';
import { pauseText, shortTime } from '../episode/time-text.ts';
import { InlineText } from './inline-text.tsx';
import styles from './script-row.module.css';

export function rowElementId(id: RecordId): string {
  return `row-${id}`;
}

interface ScriptRowProps {
  readonly row: ScriptRow;
  /** From 1. */
  readonly position: number;
  readonly count: number;
  readonly isSelected: boolean;
  readonly isPlaying: boolean;
}

type LineState = 'ready' | 'missing';

export const ScriptRowView = memo(function ScriptRowView({
  row,
  position,
  count,
  isSelected,
  isPlaying,
}: ScriptRowProps) {
  const studio = useStudio();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box that holds the focus answers the keys (action table)
    <div
      id={rowElementId(row.id)}
      className={styles.row}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-posinset={position}
      aria-setsize={count}
      data-kind={row.kind}
      data-playing={isPlaying}
      onClick={() => studio.select(row.id)}
    >
      <span className={styles.time} aria-hidden="true">
        {shortTime(studio.state.episode?.placeOf(row.id)?.startSample ?? ZERO_SAMPLES)}
      </span>
      <RowContent row={row} />
    </div>
  );
});

function RowContent({ row }: { readonly row: ScriptRow }) {
  switch (row.kind) {
    case 'line':
      return <LineContent row={row} />;
    case 'heading':
      return <HeadingContent row={row} />;
    case 'pause':
      return <PauseContent row={row} />;
    case 'note':
      return <NoteContent row={row} />;
    case 'sound':
      return <SoundContent row={row} />;
  }
}

function LineContent({ row }: { readonly row: LineRow }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={styles.speaker} style={{ '--voice': cssColour(row.colour) } as React.CSSProperties}>
        <span className="spoken">{t('script.lineNumber', { number: row.number })} </span>
        {row.speaker ?? t('script.narrator')}
      </span>
      <span className={styles.text}>
        {row.record.direction && <span className={styles.direction}>({row.record.direction}) </span>}
        <InlineText tokens={readableTokens(row.record.text)} />
      </span>
      <StateMark state={row.record.takeId === undefined ? 'missing' : 'ready'} />
    </>
  );
}

function StateMark({ state }: { readonly state: LineState }) {
  const { t } = useTranslation();
  const Icon = state === 'ready' ? CircleCheck : CircleDashed;
  const word = t(`script.states.${state}`);
  return (
    <span className={styles.state} data-state={state} title={word}>
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="spoken">{word}</span>
    </span>
  );
}

/** A row that is not spoken by a voice: an icon where the speaker would be. */
function MarkedContent({
  icon,
  children,
  className,
}: {
  icon: ReactNode;
  children: ReactNode;
  className?: string | undefined;
}) {
  return (
    <>
      <span className={styles.mark}>{icon}</span>
      <span className={className ?? styles.text}>{children}</span>
    </>
  );
}

function HeadingContent({ row }: { readonly row: HeadingRow }) {
  const { t } = useTranslation();
  return (
    <MarkedContent icon={<Bookmark size={14} aria-hidden="true" />} className={styles.heading}>
      <span className="spoken">{t('script.chapter')} </span>
      <span data-level={row.record.level}>{row.record.text}</span>
      {row.record.isSpoken && <span className={styles.chip}>{t('script.spokenHeading')}</span>}
    </MarkedContent>
  );
}

function PauseContent({ row }: { readonly row: PauseRow }) {
  const { t } = useTranslation();
  return (
    <MarkedContent icon={<Pause size={14} aria-hidden="true" />} className={styles.aside}>
      {t('script.pauseToken', { seconds: pauseText(row.record.durationSamples) })}
    </MarkedContent>
  );
}

function NoteContent({ row }: { readonly row: NoteRow }) {
  const { t } = useTranslation();
  return (
    <MarkedContent icon={<StickyNote size={14} aria-hidden="true" />} className={styles.note}>
      <span className="spoken">{t('script.note')} </span>
      {row.record.text}
    </MarkedContent>
  );
}

function SoundContent({ row }: { readonly row: SoundRow }) {
  const { t } = useTranslation();
  const reach = row.until ? t('script.underUntil', { until: row.until }) : t('script.under');
  return (
    <MarkedContent icon={<Music2 size={14} aria-hidden="true" />} className={styles.aside}>
      <span className="spoken">{t('script.cue')} </span>
      <span className={styles.soundTitle}>{row.record.title}</span>
      {row.isUnder && <span> — {reach}</span>}
      {row.record.assetId === undefined && <span className={styles.missing}> · {t('timeline.missingSound')}</span>}
    </MarkedContent>
  );
}
