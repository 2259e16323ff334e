import { Bookmark, GripVertical, Music2, Pause, StickyNote } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineStateValue } from '#shared/contract/episodes.ts';
import type { ErrorAnswer } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import { errorText, languageFor } from '#shared/messages/error-text.ts';
import type { Samples } from '#shared/units.ts';
import { cssColour } from '../episode/colours.ts';
import { readableTokens } from '../episode/line-tokens.ts';
import type { HeadingRow, LineRow, NoteRow, PauseRow, ScriptRow, SoundRow } from '../episode/script-rows.ts';
import { pauseText, shortTime } from '../episode/time-text.ts';
import { InlineText } from './inline-text.tsx';
import { LineState } from './line-state.tsx';
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
  /** undefined: it has not been laid out yet. */
  readonly startSample: Samples | undefined;
  /** What the core says of it; undefined where it is not spoken, or not known yet. */
  readonly state: LineStateValue | undefined;
  /** Of what lies over it while its words are edited. */
  readonly minHeightPx: number | undefined;
}

/** What the pointer does with rows is heard by the list, by `data-index`. */
export const ScriptRowView = memo(function ScriptRowView({
  row,
  position,
  count,
  isSelected,
  isPlaying,
  startSample,
  state,
  minHeightPx,
}: ScriptRowProps) {
  const { t } = useTranslation();
  return (
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
      data-editing={minHeightPx !== undefined}
      style={minHeightPx === undefined ? undefined : { minHeight: minHeightPx }}
    >
      <span className={styles.time} draggable data-grip title={t('script.drag')} aria-hidden="true">
        <GripVertical size={12} className={styles.grip} />
        {startSample === undefined ? '' : shortTime(startSample)}
      </span>
      <RowContent row={row} state={state} />
    </div>
  );
});

function RowContent({ row, state }: { readonly row: ScriptRow; readonly state: LineStateValue | undefined }) {
  switch (row.kind) {
    case 'line':
      return <LineContent row={row} state={state} />;
    case 'heading':
      return <HeadingContent row={row} state={state} />;
    case 'pause':
      return <PauseContent row={row} />;
    case 'note':
      return <NoteContent row={row} />;
    case 'sound':
      return <SoundContent row={row} />;
  }
}

function LineContent({ row, state }: { readonly row: LineRow; readonly state: LineStateValue | undefined }) {
  const { t } = useTranslation();
  const { direction, text, takeId } = row.record;
  return (
    <>
      <span className={styles.speaker} style={{ '--voice': cssColour(row.colour) } as React.CSSProperties} data-speaker>
        <span className="spoken">{t('script.lineNumber', { number: row.number })} </span>
        {row.speaker ?? t('script.narrator')}
      </span>
      <span className={styles.text}>
        {direction !== undefined && <span className={styles.direction}>({direction}) </span>}
        <span data-words>
          {text === '' ? (
            <span className={styles.empty}>{t('script.noWords')}</span>
          ) : (
            <InlineText tokens={readableTokens(text)} />
          )}
        </span>
        {state?.problem && <Problem problem={state.problem} />}
      </span>
      <LineState state={state} hasTake={takeId !== undefined} />
    </>
  );
}

/** Why it is not spoken, and what to do; the service's own words on pointing. */
function Problem({ problem }: { readonly problem: ErrorAnswer }) {
  const { i18n } = useTranslation();
  const { title, advice } = errorText(problem, languageFor(i18n.language));
  return (
    <span className={styles.problem} title={problem.message}>
      {title} — {advice}
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

function HeadingContent({ row, state }: { readonly row: HeadingRow; readonly state: LineStateValue | undefined }) {
  const { t } = useTranslation();
  const { level, text, isSpoken, takeId } = row.record;
  return (
    <>
      <MarkedContent icon={<Bookmark size={14} aria-hidden="true" />} className={styles.heading}>
        <span className="spoken">{t('script.chapter')} </span>
        <span data-level={level} data-words>
          {text === '' ? <span className={styles.empty}>{t('script.noTitle')}</span> : text}
        </span>
        {isSpoken && <span className={styles.chip}>{t('script.spokenHeading')}</span>}
      </MarkedContent>
      {isSpoken && <LineState state={state} hasTake={takeId !== undefined} />}
    </>
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
      <span data-words>
        {row.record.text === '' ? <span className={styles.empty}>{t('script.noNote')}</span> : row.record.text}
      </span>
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
