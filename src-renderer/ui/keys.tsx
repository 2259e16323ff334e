import { keyNames } from '../actions/key-names.ts';
import styles from './keys.module.css';

/** A key combination as this machine's keyboard writes it. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keyNames(keys).map((name) => (
        <kbd key={name} className={styles.key}>
          {name}
        </kbd>
      ))}
    </span>
  );
}
