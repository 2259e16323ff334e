import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_SEARCH } from '#shared/library-clips.ts';
import { useStudio } from '../app/studio-context.ts';
import { TextField } from '../ui/text-field.tsx';
import { insertChosen } from './insert-into-episode.ts';
import styles from './library.module.css';
import { useFocusWish, useLibrary } from './use-library.ts';

/** One field for everything. The arrow down goes into what was found; Enter inserts what is chosen there. */
export function SearchField() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { library } = studio;
  const text = useLibrary((state) => state.filter.text);
  const field = useRef<HTMLInputElement>(null);
  useFocusWish('search', field);
  return (
    <div className={styles.search}>
      <TextField
        ref={field}
        kind="search"
        label={t('library.search')}
        isLabelHidden
        placeholder={t('library.search')}
        value={text}
        maxLength={LONGEST_SEARCH}
        isAutoFocused
        onChange={(next) => library.setText(next)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            library.chooseFirst();
            library.focus('list');
          } else if (event.key === 'Enter') insertChosen(studio);
          else if (event.key === 'Escape' && text !== '') library.setText('');
        }}
      />
    </div>
  );
}
