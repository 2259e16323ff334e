/** Keys in the list of rows, where nothing is typed. */
import type { Studio } from '../app/studio.ts';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const PAGE_ROWS = 12;

/** True: the key has been answered. */
export function answerListKey(key: Key, studio: Studio): boolean {
  const desk = studio.script;
  if (key.ctrlKey || key.metaKey) {
    if (key.key.toLowerCase() !== 'a' || key.shiftKey || key.altKey) return false;
    desk.selectAll();
    return true;
  }
  if (key.altKey) return false;
  switch (key.key) {
    case 'ArrowUp':
      return walk(studio, -1, key.shiftKey);
    case 'ArrowDown':
      return walk(studio, 1, key.shiftKey);
    case 'PageUp':
      return walk(studio, -PAGE_ROWS, key.shiftKey);
    case 'PageDown':
      return walk(studio, PAGE_ROWS, key.shiftKey);
    case 'Home':
      return walk(studio, Number.NEGATIVE_INFINITY, key.shiftKey);
    case 'End':
      return walk(studio, Number.POSITIVE_INFINITY, key.shiftKey);
    case 'Enter':
      if (desk.currentId !== null) desk.editAt({ id: desk.currentId, at: 'end' });
      return desk.currentId !== null;
    case 'Escape':
      if (desk.selectedIds.size < 2) return false;
      studio.select(desk.currentId, { isSeeking: false });
      return true;
    default:
      return false;
  }
}

function walk(studio: Studio, steps: number, isExtending: boolean): boolean {
  const { episode, selection, isPlaying } = studio.state;
  if (!episode || episode.rows.length === 0) return false;
  const from = selection.primaryId === null ? undefined : episode.rowIndexById.get(selection.primaryId);
  const wanted = (from ?? (steps > 0 ? -1 : episode.rows.length)) + steps;
  const row = episode.rows[Math.min(Math.max(wanted, 0), episode.rows.length - 1)]!;
  studio.select(row.id, isExtending ? { extend: 'range' } : { isSeeking: !isPlaying });
  return true;
}
