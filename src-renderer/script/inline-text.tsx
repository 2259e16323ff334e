import { useTranslation } from 'react-i18next';
import type { InlineToken } from '#shared/script/inline.ts';
import { pauseText } from '../episode/time-text.ts';
import styles from './inline-text.module.css';

/** A line's words, with its pauses and sounds drawn as tokens. */
export function InlineText({ tokens }: { readonly tokens: readonly InlineToken[] }) {
  return tokens.map((token) => <Token key={token.start} token={token} />);
}

function Token({ token }: { readonly token: InlineToken }) {
  const { t } = useTranslation();
  switch (token.kind) {
    case 'text':
      return token.text;
    case 'pause': {
      const seconds = pauseText(token.durationSamples);
      return (
        <span className={styles.token}>
          <span aria-hidden="true">{seconds} s</span>
          <span className="spoken"> {t('script.pauseToken', { seconds })} </span>
        </span>
      );
    }
    case 'sound':
      return <span className={styles.token}>{token.name}</span>;
  }
}
