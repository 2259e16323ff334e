/** What the pointer does with rows: select, put the caret, choose a speaker, drag. */
import type { RecordId } from '#shared/ids.ts';
import type { Studio } from '../app/studio.ts';
import { offsetAtPoint } from './caret-places.ts';
import { RECORDS_TYPE } from './script-clipboard.ts';
import { rowElementId } from './script-row.tsx';

/** Listens on the list until the returned function is called. `focusList`: keys go to the list from then on. */
export function attachRowPointer(list: HTMLElement, studio: Studio, focusList: () => void): () => void {
  const rowAt = (target: EventTarget | null): { readonly element: HTMLElement; readonly id: RecordId } | null => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[role="option"]') : null;
    const index = Number(element?.closest<HTMLElement>('[data-index]')?.dataset.index);
    const row = studio.state.episode?.rows[index];
    return element && row && element.id === rowElementId(row.id) ? { element, id: row.id } : null;
  };
  const onClick = (event: MouseEvent): void => {
    const row = rowAt(event.target);
    if (!row) return;
    const desk = studio.script;
    const isExtended = event.shiftKey || event.ctrlKey || event.metaKey;
    if (isExtended) {
      desk.stopEditing();
      studio.select(row.id, { extend: event.shiftKey ? 'range' : 'toggle' });
      focusList();
      return;
    }
    const target = event.target as Element;
    if (target.closest('[data-grip]')) {
      desk.stopEditing();
      studio.select(row.id);
      focusList();
    } else if (target.closest('[data-speaker]')) {
      desk.stopEditing();
      studio.select(row.id);
      desk.chooseSpeaker();
    } else {
      const at = offsetAtPoint(row.element, event.clientX, event.clientY) ?? 'end';
      desk.editAt({ id: row.id, at }, { isSeeking: true });
      if (!desk.state.editing) focusList();
    }
  };
  const onDragStart = (event: DragEvent): void => {
    const row = rowAt(event.target);
    if (!row || !event.dataTransfer) return;
    const desk = studio.script;
    const isSelected = desk.selectedIds.has(row.id);
    desk.copy(event.dataTransfer, isSelected ? desk.selectedIds : new Set([row.id]));
    event.dataTransfer.effectAllowed = 'copyMove';
    // A page that changes while a drag begins ends it in Chromium.
    setTimeout(() => {
      desk.stopEditing();
      if (!isSelected) studio.select(row.id, { isSeeking: false });
    });
  };
  // Shift and click would mark the text in between.
  const onMouseDown = (event: MouseEvent): void => {
    if (event.shiftKey) event.preventDefault();
  };
  list.addEventListener('click', onClick);
  list.addEventListener('dragstart', onDragStart);
  list.addEventListener('mousedown', onMouseDown);
  return () => {
    list.removeEventListener('click', onClick);
    list.removeEventListener('dragstart', onDragStart);
    list.removeEventListener('mousedown', onMouseDown);
  };
}

/** The index of the row before which something dragged there would come; null: nothing of the script is dragged. */
export function dropPlaceAt({ dataTransfer, target, clientY }: DragEvent): number | null {
  if (!dataTransfer?.types.includes(RECORDS_TYPE)) return null;
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
  if (!place) return null;
  const { top, height } = place.getBoundingClientRect();
  return Number(place.dataset.index) + (clientY < top + height / 2 ? 0 : 1);
}
