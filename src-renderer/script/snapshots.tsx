import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SnapshotValue } from '#shared/contract/episodes.ts';
import { useStudio } from '../app/studio-context.ts';
import type { EpisodeSession } from '../episode/episode-session.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './history-panel.module.css';

/** Moments of the episode that were kept by name. Going back to one is an edit like any other. */
export function Snapshots({ session }: { readonly session: EpisodeSession }) {
  const { t, i18n } = useTranslation();
  const { client, failures } = useStudio();
  const [snapshots, setSnapshots] = useState<readonly SnapshotValue[]>([]);
  const [name, setName] = useState('');
  useEffect(() => {
    void failures.attempt(async () => setSnapshots(await client.call('snapshots.list', { episodeId: session.id })));
  }, [client, failures, session]);
  const make = (): void =>
    void failures.attempt(async () => {
      await session.settled();
      const made = await client.call('snapshots.make', { episodeId: session.id, name });
      setSnapshots((known) => [made, ...known]);
      setName('');
    });
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section className={styles.snapshots} aria-labelledby="snapshots-title">
      <h3 id="snapshots-title" className={styles.heading}>
        {t('script.snapshots.title')}
      </h3>
      <form
        className={styles.make}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') make();
        }}
      >
        <TextField
          label={t('script.snapshots.name')}
          isLabelHidden
          placeholder={t('script.snapshots.name')}
          value={name}
          maxLength={200}
          onChange={setName}
        />
        <Button isSubmit size="small" isDisabled={name.trim() === ''}>
          {t('script.snapshots.make')}
        </Button>
      </form>
      <ul aria-label={t('script.snapshots.title')}>
        {snapshots.map((snapshot) => (
          <li key={snapshot.id} className={styles.snapshot}>
            <span className={styles.label}>{snapshot.name}</span>
            <time className={styles.time}>{date.format(snapshot.createdAtMs)}</time>
            <Button size="small" variant="ghost" onClick={() => session.restoreSnapshot(snapshot.id)}>
              {t('script.snapshots.restore')}
              <span className="spoken"> {snapshot.name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
