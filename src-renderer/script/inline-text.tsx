import { useTranslation } from 'react-i18next';
import type { InlineToken } from '#shared/script/inline.ts';
import { pauseText } from '../episode/time-text.ts';
import styles from './inline-text.module.css';

/** A line's words, with its pauses and sounds drawn as tokens. Each says where in the text it begins. */
export function InlineText({ tokens }: { readonly tokens: readonly InlineToken[] }) {
  return tokens.map((token) => <Token key={token.start} token={token} />);
}

function Token({ token }: { readonly token: InlineToken }) {
  const { t } = useTranslation();
  switch (token.kind) {
    case 'text':
      return <span data-start={token.start}>{token.text}</span>;
    case 'pause': {
      const seconds = pauseText(token.durationSamples);
      return (
        <span className={styles.token} data-start={token.start} data-end={token.end}>
          <span aria-hidden="true">{seconds} s</span>
          <span className="spoken"> {t('script.pauseToken', { seconds })} </span>
        </span>
      );
    }
    case 'sound':
      return (
        <span className={styles.token} data-start={token.start} data-end={token.end}>
          {token.name}
        </span>
      );
  }
}

/** The same text as it is written, unit for unit, with its tokens marked: what lies beneath a field that is typed in. */
export function WrittenText({ text, tokens }: { readonly text: string; readonly tokens: readonly InlineToken[] }) {
  return tokens.map((token) => (
    <span key={token.start} className={token.kind === 'text' ? undefined : styles.written}>
      {text.slice(token.start, token.end)}
    </span>
  ));
}
