import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { speakersOf } from '#shared/document/episode-document.ts';
import type { RecordId } from '#shared/ids.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { cssColour, speakerColour } from '../episode/colours.ts';
import { Dialog } from '../ui/dialog.tsx';
import popup from '../ui/popup.module.css';
import { TextField } from '../ui/text-field.tsx';
import styles from './speaker-dialog.module.css';

/** Who speaks the selected lines: by a few letters of the name, or somebody new. */
export function SpeakerDialog() {
  const { t } = useTranslation();
  const studio = useStudio();
  const desk = studio.script;
  const episode = useStudioState((state) => state.episode);
  const count = useStudioState((state) => state.selection.ids.size);
  const [name, setName] = useState('');
  const [index, setIndex] = useState(0);
  if (!episode) return null;
  const typed = name.trim().toUpperCase();
  const cast = speakersOf(episode.effective).map((speaker, place) => ({
    speaker,
    colour: speakerColour(speaker, place),
    place,
  }));
  const found = cast.filter(({ speaker }) => speaker.name.toUpperCase().includes(typed));
  const isNew = typed !== '' && !cast.some(({ speaker }) => speaker.name.toUpperCase() === typed);
  const choices: readonly { readonly key: string; readonly run: () => void }[] = [
    ...found.map(({ speaker }) => ({ key: speaker.id as string, run: () => desk.speakAs(speaker.id as RecordId) })),
    ...(isNew ? [{ key: 'new', run: () => desk.speakAsNamed(name) }] : []),
  ];
  const chosen = Math.min(index, choices.length - 1);
  const close = (): void => desk.chooseSpeaker(false);
  return (
    <Dialog
      isOpen
      onClose={close}
      size="small"
      title={t('script.whoSpeaks', { count })}
      onSubmit={() => choices[chosen]?.run()}
    >
      <TextField
        label={t('script.speakerName')}
        value={name}
        isAutoFocused
        onChange={(value) => {
          setName(value);
          setIndex(0);
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step === 0 || choices.length === 0) return;
          event.preventDefault();
          setIndex((chosen + step + choices.length) % choices.length);
        }}
      />
      <div role="listbox" aria-label={t('script.cast')} className={styles.list}>
        {found.map(({ speaker, colour, place }, row) => (
          <Choice key={speaker.id} isChosen={row === chosen} onChoose={choices[row]!.run}>
            <span className={styles.dot} style={{ '--voice': cssColour(colour) } as React.CSSProperties} />
            <span className={popup.itemText}>{speaker.name}</span>
            {place < 9 && <span className={popup.detail}>Alt+{place + 1}</span>}
          </Choice>
        ))}
        {isNew && (
          <Choice isChosen={chosen === found.length} onChoose={choices.at(-1)!.run}>
            <span className={popup.itemText}>{t('script.newSpeaker', { name: name.trim() })}</span>
          </Choice>
        )}
      </div>
    </Dialog>
  );
}

function Choice({
  isChosen,
  onChoose,
  children,
}: {
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above answers the keys
    <div
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={popup.item}
      data-highlighted={isChosen ? '' : undefined}
      onClick={onChoose}
    >
      {children}
    </div>
  );
}
