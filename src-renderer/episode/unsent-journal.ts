import type { EpisodeId } from '#shared/ids.ts';
import type { PendingEdit } from './pending-edit.ts';

const PREFIX = 'lectern.unsent.';

/**
 * Edits that the core has not answered yet, kept where a reload or a crash of the page does not reach them. They are
 * written before they are sent and gone when they are answered. A page has an entry of its own for each episode, so
 * that two pages do not overwrite each other's; whoever opens the episode next takes over what any page left.
 */
export class UnsentJournal {
  readonly #storage: Storage;
  readonly #pageId: string;

  constructor(storage: Storage, pageId: string) {
    this.#storage = storage;
    this.#pageId = pageId;
  }

  /** False when they are too much to be kept (the storage of a page holds some megabytes). */
  write(episodeId: EpisodeId, edits: readonly PendingEdit[]): boolean {
    const key = `${PREFIX}${episodeId}.${this.#pageId}`;
    if (edits.length === 0) {
      this.#storage.removeItem(key);
      return true;
    }
    try {
      this.#storage.setItem(key, JSON.stringify(edits));
      return true;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      // What is there is of an earlier moment; doing that again alone would be wrong.
      this.#storage.removeItem(key);
      return false;
    }
  }

  /** What pages before this one left of the episode, oldest page first, and no longer in here. */
  take(episodeId: EpisodeId): readonly PendingEdit[] {
    const prefix = `${PREFIX}${episodeId}.`;
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? '');
    return keys
      .filter((key) => key.startsWith(prefix))
      .flatMap((key) => {
        const text = this.#storage.getItem(key) ?? '[]';
        this.#storage.removeItem(key);
        return readEdits(text);
      });
  }
}

/** Commands are checked where they are carried out; here only what nobody else would notice. */
function readEdits(text: string): readonly PendingEdit[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isPendingEdit) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function isPendingEdit(value: unknown): value is PendingEdit {
  if (typeof value !== 'object' || value === null || !('work' in value) || !('diff' in value)) return false;
  const { diff } = value;
  const hasLists = ['added', 'updated', 'removed'].every((name) =>
    Array.isArray((diff as Record<string, unknown> | null)?.[name]),
  );
  return hasLists && typeof (value.work as { kind?: unknown } | null)?.kind === 'string' && 'sentAtRevision' in value;
}
