import { useEffect, useState } from 'react';
import type { Command } from '#shared/document/commands.ts';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useSession } from './use-episode-edit.ts';

interface WordsProps {
  readonly label: string;
  readonly value: string;
  /** What new words do to the episode; null: nothing, they cannot be. */
  readonly command: (value: string) => Command | null;
  /** The place that is typed in: a pause or another place begins another entry of the history. */
  readonly place: string;
  readonly hint?: string | undefined;
  readonly placeholder?: string | undefined;
}

/** Keeps what is typed while the episode cannot take it, and follows the episode otherwise. */
function useWords({ value, command, place }: WordsProps) {
  const session = useSession();
  const [typed, setTyped] = useState(value);
  const [isTyping, setTyping] = useState(false);
  useEffect(() => {
    if (!isTyping) setTyped(value);
  }, [value, isTyping]);
  return {
    value: isTyping ? typed : value,
    onChange: (next: string): void => {
      setTyping(true);
      setTyped(next);
      const change = command(next);
      if (change) session.type(place, [change]);
    },
    onCommit: (): void => {
      setTyping(false);
      session.endTyping();
    },
  };
}

export function EpisodeTextField(props: WordsProps) {
  const words = useWords(props);
  return <TextField label={props.label} hint={props.hint} placeholder={props.placeholder} {...words} />;
}

export function EpisodeTextArea(props: WordsProps & { readonly rows?: number }) {
  const words = useWords(props);
  const { label, hint, placeholder, rows = 3 } = props;
  return <TextArea label={label} hint={hint} placeholder={placeholder} rows={rows} {...words} />;
}
