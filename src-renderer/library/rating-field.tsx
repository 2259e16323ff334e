import { useTranslation } from 'react-i18next';
import styles from './rating-field.module.css';

const STARS = [1, 2, 3, 4, 5];

interface RatingFieldProps {
  readonly rating: number | null;
  readonly onRate: (rating: number | null) => void;
}

/** Stars from one to five; the one that holds, pressed again, takes the rating away. */
export function RatingField({ rating, onRate }: RatingFieldProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.rating} role="group" aria-label={t('library.details.rating')}>
      {STARS.map((stars) => (
        <button
          key={stars}
          type="button"
          className={styles.star}
          data-lit={stars <= (rating ?? 0) || undefined}
          aria-pressed={stars === rating}
          aria-label={t('library.details.rate', { count: stars })}
          onClick={() => onRate(stars === rating ? null : stars)}
        >
          <span aria-hidden="true">{stars <= (rating ?? 0) ? '★' : '☆'}</span>
        </button>
      ))}
    </div>
  );
}
