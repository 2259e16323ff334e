import { useTranslation } from 'react-i18next';
import { useStudio } from '../app/studio-context.ts';
import styles from './find-bar.module.css';
import { costOf, type FindOptions, piecesOf, type Replaced } from './find-in-script.ts';

/** More of them are counted, not listed. */
const MOST_LISTED = 100;

interface ReplacePreviewProps {
  readonly replaced: readonly Replaced[];
  readonly pattern: RegExp;
  readonly options: FindOptions;
}

/** What would be said instead, line by line, and what that costs. */
export function ReplacePreview({ replaced, pattern, options }: ReplacePreviewProps) {
  const { t } = useTranslation();
  const studio = useStudio();
  const cost = costOf(replaced);
  return (
    <div className={styles.preview}>
      <p className={styles.cost}>
        {t('script.find.changes', { count: cost.blocks })}
        {cost.stale > 0 && ` · ${t('script.find.stale', { count: cost.stale })}`}
        {cost.stale > 0 && ` · ${t('script.find.characters', { count: cost.characters })}`}
      </p>
      <ul className={styles.changes} aria-label={t('script.find.preview')}>
        {replaced.slice(0, MOST_LISTED).map(({ block, text }) => {
          const pieces = piecesOf({ block, text }, pattern, options);
          return (
            <li key={block.id}>
              <button
                type="button"
                className={styles.change}
                onClick={() => studio.select(block.id, { isSeeking: false })}
              >
                {pieces.map((piece, index) => {
                  const Mark = piece.kind === 'gone' ? 'del' : piece.kind === 'come' ? 'ins' : 'span';
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have nothing but their order
                  return <Mark key={index}>{piece.text}</Mark>;
                })}
              </button>
            </li>
          );
        })}
      </ul>
      {replaced.length > MOST_LISTED && (
        <p className={styles.cost}>{t('script.find.more', { count: replaced.length - MOST_LISTED })}</p>
      )}
    </div>
  );
}
