import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClipRow } from '#shared/library-clips.ts';
import { useStudio } from '../app/studio-context.ts';
import { TextField } from '../ui/text-field.tsx';
import styles from './clip-details.module.css';
import { useFocusWish } from './use-library.ts';

/** The tags that all of these have, and a field for another. Enter adds it, Esc goes back to the list. */
export function ClipTags({ rows }: { readonly rows: readonly ClipRow[] }) {
  const { t } = useTranslation();
  const { library } = useStudio();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useFocusWish('tag', field);
  const [first, ...others] = rows;
  const tags = (first?.tags ?? []).filter((tag) => others.every((row) => row.tags.includes(tag)));
  const add = async (): Promise<void> => {
    if (text.trim() === '') return;
    if (await library.tag(text.trim())) setText('');
  };
  return (
    <div className={styles.part}>
      {tags.length > 0 && (
        <ul className={styles.tags} aria-label={t('library.details.tags')}>
          {tags.map((tag) => (
            <li key={tag} className={styles.tag}>
              {tag}
              <button
                type="button"
                className={styles.untag}
                aria-label={t('library.details.removeTag', { tag })}
                onClick={() => void library.untag(tag)}
              >
                <X size={12} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextField
        ref={field}
        label={t('library.details.addTag')}
        isLabelHidden
        placeholder={t('library.details.addTag')}
        value={text}
        maxLength={100}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) void add();
          if (event.key === 'Escape') library.focus('list');
        }}
      />
    </div>
  );
}
