import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClipDetails } from '#shared/contract/library.ts';
import { useStudio } from '../app/studio-context.ts';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { isSound } from './library-browser.ts';

/** Kept when the field is left. Of a take only the note: its name is what it says. */
export function ClipNameAndNote({ clip }: { readonly clip: ClipDetails }) {
  const { t } = useTranslation();
  const { library } = useStudio();
  const [name, setName] = useState(clip.name ?? '');
  const [note, setNote] = useState(clip.note ?? '');
  return (
    <>
      {isSound(clip) && (
        <TextField
          label={t('library.details.name')}
          value={name}
          maxLength={500}
          onChange={setName}
          onCommit={(next) => next !== (clip.name ?? '') && void library.rename(clip.id, next)}
        />
      )}
      <TextArea
        label={t('library.details.note')}
        value={note}
        rows={2}
        maxLength={20_000}
        onChange={setNote}
        onCommit={(next) => next !== (clip.note ?? '') && void library.note(clip.id, next)}
      />
    </>
  );
}
