import type { EventHub } from './event-hub.ts';

/** Typing and voices change episodes many times a second; a list that is looked at need not ask as often. */
const QUIET_MS = 500;

/**
 * Words and takes are clips as well: whatever changes an episode changes the library. Says so at the first change and
 * then at most every half second. Ends when the returned function is called.
 */
export function tellLibraryChanges(events: EventHub): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  const tell = (): void => {
    isDue = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isDue) tell();
    }, QUIET_MS);
    events.publish({ name: 'library.changed', value: {} });
  };
  const unsubscribe = events.subscribe(({ name }) => {
    if (name !== 'episode.changed') return;
    isDue = true;
    if (timer === undefined) tell();
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
