import { useTranslation } from 'react-i18next';
import { useStudio } from '../app/studio-context.ts';
import styles from './find-bar.module.css';
import type { ReplaceCost, Replaced } from './find-in-script.ts';

/** More of them are counted, not listed. */
const MOST_LISTED = 100;

/** What would be said instead, line by line, and what that costs. */
export function ReplacePreview({
  replaced,
  cost,
}: {
  readonly replaced: readonly Replaced[];
  readonly cost: ReplaceCost;
}) {
  const { t } = useTranslation();
  const studio = useStudio();
  return (
    <div className={styles.preview}>
      <p className={styles.cost}>
        {t('script.find.changes', { count: cost.blocks })}
        {cost.stale > 0 && ` · ${t('script.find.stale', { count: cost.stale })}`}
        {cost.stale > 0 && ` · ${t('script.find.characters', { count: cost.characters })}`}
      </p>
      <ul className={styles.changes} aria-label={t('script.find.preview')}>
        {replaced.slice(0, MOST_LISTED).map(({ block, text }) => {
          const { before, gone, come, after } = difference(block.text, text);
          return (
            <li key={block.id}>
              <button
                type="button"
                className={styles.change}
                onClick={() => studio.select(block.id, { isSeeking: false })}
              >
                {before}
                {gone !== '' && <del>{gone}</del>}
                {come !== '' && <ins>{come}</ins>}
                {after}
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

const CONTEXT = 40;

/** What two texts have in common at both ends is left out, but for a few words around the difference. */
function difference(from: string, to: string): { before: string; gone: string; come: string; after: string } {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start++;
  let end = 0;
  while (end < shorter - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
  const before = from.slice(0, start);
  const after = from.slice(from.length - end);
  return {
    before: before.length > CONTEXT ? `…${before.slice(-CONTEXT)}` : before,
    gone: from.slice(start, from.length - end),
    come: to.slice(start, to.length - end),
    after: after.length > CONTEXT ? `${after.slice(0, CONTEXT)}…` : after,
  };
}
